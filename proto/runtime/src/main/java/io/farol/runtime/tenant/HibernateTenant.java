package io.farol.runtime.tenant;

import io.quarkus.hibernate.orm.PersistenceUnitExtension;
import io.quarkus.hibernate.orm.runtime.tenant.TenantResolver;
import jakarta.enterprise.context.ApplicationScoped;

/** First wall: Hibernate's {@code @TenantId} puts this tenant into every query and every insert. */
@PersistenceUnitExtension
@ApplicationScoped
class HibernateTenant implements TenantResolver {
    private static final String NOBODY = "";

    private final CurrentTenant tenant;

    HibernateTenant(CurrentTenant tenant) {
        this.tenant = tenant;
    }

    @Override
    public String getDefaultTenantId() {
        return NOBODY;
    }

    @Override
    public String resolveTenantId() {
        return tenant.find().map(TenantId::value).orElse(NOBODY);
    }
}
