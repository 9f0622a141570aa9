package io.farol.runtime.security;

/** Realm roles, as constants for annotations (platform.md section 4). */
public final class Role {
    /** Everything in its tenant, settings and policies included. */
    public static final String ADMIN = "cs-admin";
    /** All portfolios, team, competencies, goals, policies. */
    public static final String LEADER = "cs-leader";
    /** Every operational member: reads all, writes its portfolio. */
    public static final String CSM = "csm";
    /** Reads. */
    public static final String VIEWER = "viewer";
    /** Machine clients: imports, ingest, feeds, webhooks; no settings. */
    public static final String INTEGRATION = "integration";
    /** No tenant; only {@code /v1/admin}; reads no customer data. */
    public static final String OPERATOR = "platform-operator";
    /** Given to the four service clients by {@code azp}; never a realm role. */
    public static final String SERVICE = "farol-service";

    private Role() {}
}
