package io.farol.onboarding;

import io.farol.runtime.id.UuidV7;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/** Clients of a tenant as accounts-service tells of them. */
public final class Clients {
    /** The tenants' day: nobody here has a time zone of its own. */
    public static final LocalDate TODAY = LocalDate.now(ZoneId.of("America/Sao_Paulo"));

    private final String tenant;

    private Clients(String tenant) {
        this.tenant = tenant;
    }

    public static Clients of(String tenant) {
        return new Clients(tenant);
    }

    /** A client without contracts. @param fields further ones of the payload, each with a comma before it */
    public String account(String name, String... fields) {
        String id = UuidV7.next().toString();
        account(id, 1, name, fields);
        return id;
    }

    /** A later state of a client. */
    public void account(String id, long version, String name, String... fields) {
        AccountsStandIn.tells(tenant, "ACCOUNT", id, version, Instant.now().toString(), """
                {"id":"%s","name":"%s","isArchived":false,"tags":[],"attributes":{},"groups":[],"freezes":[]%s}""".formatted(
                        id, name, String.join("", fields)));
    }

    /** A contract, recorded today. @param endsOn null = open */
    public String contract(String account, LocalDate signedOn, LocalDate startsOn, LocalDate endsOn) {
        String id = UuidV7.next().toString();
        contract(id, 1, account, signedOn, startsOn, endsOn, Instant.now());
        return id;
    }

    public void contract(
            String id,
            long version,
            String account,
            LocalDate signedOn,
            LocalDate startsOn,
            LocalDate endsOn,
            Instant recordedAt) {
        AccountsStandIn.tells(tenant, "CONTRACT", id, version, recordedAt.toString(), """
                {"id":"%1$s","accountId":"%2$s","signedOn":"%3$s","termStartsOn":"%4$s","termEndsOn":null,"isAutoRenewing":true,"cancelledOn":null,"amendments":[],
                 "lines":[{"id":"%5$s","productId":"%5$s","terms":[{"startsOn":"%4$s","endsOn":%6$s,"quantity":"1","unitPrice":"100","currency":"BRL","mrrE4":1000000}]}]}""".formatted(
                id, account, signedOn, startsOn, UuidV7.next(), endsOn == null ? "null" : "\"" + endsOn + "\""));
    }

    public String product(String name) {
        String id = UuidV7.next().toString();
        AccountsStandIn.tells(tenant, "PRODUCT", id, 1, Instant.now().toString(), """
                {"id":"%s","code":"%s","name":"%s","isActive":true}""".formatted(id, id, name));
        return id;
    }

    /** A member of the team at work. */
    public String member(String name, String userName) {
        String id = UuidV7.next().toString();
        member(id, 1, name, userName, false);
        return id;
    }

    /** A later state of a member. */
    public void member(String id, long version, String name, String userName, boolean isArchived) {
        AccountsStandIn.tells(
                tenant, "MEMBER", id, version, Instant.now().toString(), """
                {"id":"%s","name":"%s","userName":"%s","roles":["CSM"],"isArchived":%s}""".formatted(id, name, userName, isArchived));
    }

    /** @param goLiveOn null = not said */
    public void settings(long version, LocalDate goLiveOn) {
        AccountsStandIn.tells(
                tenant, "SETTINGS", settingsId(), version, Instant.now().toString(), """
                {"reportingCurrency":"BRL","timeZone":"America/Sao_Paulo","country":"BR","language":"pt-BR","goLiveOn":%s,"isSandbox":false,"businessDate":null}""".formatted(
                                goLiveOn == null ? "null" : "\"" + goLiveOn + "\""));
    }

    /** A client of today: it signed and starts today. */
    public String newClient(String name, String... fields) {
        String account = account(name, fields);
        contract(account, TODAY, TODAY, null);
        return account;
    }

    private String settingsId() {
        return java.util
                .UUID
                .nameUUIDFromBytes(tenant.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toString();
    }
}
