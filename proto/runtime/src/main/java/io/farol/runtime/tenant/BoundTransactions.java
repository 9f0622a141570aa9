package io.farol.runtime.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.util.Optional;

/** Binds the caller's tenant to the running transaction, once. */
@ApplicationScoped
class BoundTransactions {
    private static final Object BOUND = "farol.tenant.bound";

    private final TenantBinding binding;
    private final CurrentTenant tenant;
    private final TransactionSynchronizationRegistry transactions;
    private final TenantRegistry tenants;

    BoundTransactions(
            TenantBinding binding,
            CurrentTenant tenant,
            TransactionSynchronizationRegistry transactions,
            TenantRegistry tenants) {
        this.binding = binding;
        this.tenant = tenant;
        this.transactions = transactions;
        this.tenants = tenants;
    }

    void bindOnce() {
        if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE && transactions.getResource(BOUND) == null) {
            Optional<TenantId> bound = tenant.find();
            bound.ifPresent(tenants::meet);
            binding.bind(bound);
            transactions.putResource(BOUND, Boolean.TRUE);
        }
    }
}
