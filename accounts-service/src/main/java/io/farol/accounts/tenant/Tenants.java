package io.farol.accounts.tenant;

import io.farol.accounts.keycloakclient.KeycloakUsers;
import io.farol.accounts.keycloakclient.KnownUser;
import io.farol.accounts.keycloakclient.UserRefused;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Version;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What operators do with tenants. Making one is two steps in two systems: the registry first, in one transaction; then the administrator in Keycloak, who is looked for before he is made, so that the
 * same request again completes what was cut short, and changes nothing where nothing was.
 */
@ApplicationScoped
class Tenants {
    private static final String ADMINISTRATOR = "/administrator";

    private final TenantRegister register;
    private final KeycloakUsers users;

    Tenants(TenantRegister register, KeycloakUsers users) {
        this.register = register;
        this.users = users;
    }

    /** A change of state, and the tenant after it. */
    record StateChanged(TenantStateChangeView change, TenantView tenant) {}

    Page<TenantView> page() {
        return register.page();
    }

    TenantView get(String key) {
        return register.find(known(key), null)
                .orElseThrow(DomainException::notFound)
                .view();
    }

    /** Everything that can be refused is looked at before the first step. */
    TenantView create(TenantDetails wish) {
        TenantId tenant = wish.tenant();
        Optional<TenantRegister.Row> present = register.find(tenant, wish.particulars());
        present.ifPresent(row -> checkSame(row, tenant));
        Optional<KnownUser> administrator = administrator(tenant, wish.administrator());
        if (present.isEmpty() && users.isAnyOf(tenant)) {
            throw exists(tenant);
        }
        TenantRegister.Row entered = register.enter(tenant, wish.particulars());
        checkSame(entered, tenant);
        @Nullable UUID appointed = entered.administrator();
        if (appointed != null) {
            KnownUser same =
                    administrator.filter(user -> user.id().equals(appointed)).orElseThrow(() -> exists(tenant));
            askingKeycloak(() -> completed(same, wish.administrator()));
            return entered.view();
        }
        UUID made = askingKeycloak(() -> make(tenant, wish.administrator(), administrator));
        TenantView view = register.appoint(tenant, made);
        Log.infof("tenant made tenant=%s", tenant);
        return view;
    }

    StateChanged changeState(String key, @Nullable Version expected, TenantStateChangeDetails wish) {
        Version.required(expected);
        StateChanged changed = register.changeState(known(key), expected, wish);
        Log.infof(
                "tenant's state changed tenant=%s state=%s",
                key, changed.tenant().state());
        return changed;
    }

    Page<TenantStateChangeView> stateChanges(String key) {
        return register.stateChanges(known(key));
    }

    private static TenantId known(String key) {
        if (!TenantId.isWellFormed(key)) {
            throw DomainException.notFound();
        }
        return new TenantId(key);
    }

    private static void checkSame(TenantRegister.Row row, TenantId tenant) {
        if (!row.isSame()) {
            throw exists(tenant);
        }
    }

    private static DomainException exists(TenantId tenant) {
        return new DomainException(
                TenantError.TENANT_EXISTS, "the tenant exists otherwise", Map.of("key", tenant.value()));
    }

    /** The administrator where he is already there; whoever has his name or address must be he. */
    private Optional<KnownUser> administrator(TenantId tenant, AdministratorDetails wish) {
        Optional<KnownUser> byName = users.byName(wish.userName());
        Optional<KnownUser> byEmail = users.byEmail(wish.email());
        if (byName.filter(user -> !user.isOf(tenant)).isPresent()) {
            throw taken("/userName");
        }
        if (byEmail.isPresent() && !byEmail.map(KnownUser::id).equals(byName.map(KnownUser::id))) {
            throw taken("/email");
        }
        return byName;
    }

    private UUID make(TenantId tenant, AdministratorDetails wish, Optional<KnownUser> present) {
        if (present.filter(user -> !user.email().equals(wish.email())).isPresent()) {
            throw taken("/userName");
        }
        UUID id = present.isPresent() ? completed(present.get(), wish) : made(tenant, wish);
        users.grant(id, wish.of(tenant).role());
        return id;
    }

    private static UUID askingKeycloak(Supplier<UUID> work) {
        try {
            return work.get();
        } catch (UserRefused e) {
            throw DomainException.invalid(
                    List.of(Fault.at(ADMINISTRATOR + place(e.field()), TenantError.ADMINISTRATOR_REFUSED)));
        }
    }

    private UUID made(TenantId tenant, AdministratorDetails wish) {
        return users.create(wish.of(tenant)).orElseGet(() -> {
            // somebody was faster since we looked: the same request beside this one, or another user
            KnownUser user = administrator(tenant, wish).orElseThrow(() -> taken("/userName"));
            return completed(user, wish);
        });
    }

    /** He keeps a password of his own; a temporary one that got lost can be replaced. */
    private UUID completed(KnownUser user, AdministratorDetails wish) {
        if (wish.temporaryPassword() != null && !user.hasOwnPassword()) {
            users.setTemporaryPassword(user.id(), wish.temporaryPassword());
        }
        return user.id();
    }

    private static DomainException taken(String field) {
        return DomainException.invalid(List.of(Fault.at(ADMINISTRATOR + field, TenantError.ADMINISTRATOR_TAKEN)));
    }

    private static String place(String field) {
        return switch (field) {
            case "username" -> "/userName";
            case "email", "firstName", "lastName" -> "/" + field;
            case "password" -> "/temporaryPassword";
            default -> "";
        };
    }
}
