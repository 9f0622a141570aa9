package io.farol.accounts.me;

import io.farol.accounts.member.MemberId;
import io.farol.accounts.member.MemberView;
import io.farol.accounts.member.Members;
import io.farol.accounts.setting.Settings;
import io.farol.accounts.setting.TenantSettings;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.CurrentTenant;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who calls, and where he works. */
@Path("/v1/me")
@Tag(name = "Me")
@RunOnVirtualThread
public class MeResource {
    private static final List<String> REALM_ROLES =
            List.of(Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION);

    private final JsonWebToken token;
    private final CurrentTenant tenant;
    private final Settings settings;
    private final Members members;
    private final SecurityIdentity caller;

    MeResource(JsonWebToken token, CurrentTenant tenant, Settings settings, Members members, SecurityIdentity caller) {
        this.token = token;
        this.tenant = tenant;
        this.settings = settings;
        this.members = members;
        this.caller = caller;
    }

    /**
     * The caller.
     *
     * @param subject the identity provider's id of the user or client
     * @param name user name, such as {@code ana@aurora}
     * @param email null when the token has none
     * @param memberId the member of the team with this user name; null = there is none at work
     * @param memberName null without {@code memberId}
     */
    @Schema(name = "Me")
    record MeView(
            String subject,
            String name,
            @Nullable String email,
            List<String> roles,
            @Nullable MemberId memberId,
            @Nullable String memberName,
            MyTenantView tenant) {}

    /**
     * The caller's tenant.
     *
     * @param today its business day
     */
    @Schema(name = "MyTenant")
    record MyTenantView(String key, String timeZone, String currency, String locale, LocalDate today) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @Operation(summary = "Says who calls")
    public MeView me() {
        TenantSettings current = settings.current();
        Stream<String> roles = REALM_ROLES.stream().filter(caller::hasRole);
        Optional<MemberView> member = members.ofCaller();
        return new MeView(
                token.getSubject(),
                token.getName(),
                token.getClaim("email"),
                roles.toList(),
                member.map(MemberView::id).orElse(null),
                member.map(MemberView::name).orElse(null),
                new MyTenantView(
                        tenant.get().value(),
                        current.timeZone().getId(),
                        current.reportingCurrency().getCurrencyCode(),
                        current.language(),
                        current.today()));
    }
}
