package io.farol.runtime.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;

/** Binds the caller's tenant to the running transaction, once. */
@ApplicationScoped
class BoundTransactions {
    private static final Object BOUND = "farol.tenant.bound";

    private final TenantBinding binding;
    private final CurrentTenant tenant;
    private final TransactionSynchronizationRegistry transactions;

    BoundTransactions(TenantBinding binding, CurrentTenant tenant, TransactionSynchronizationRegistry transactions) {
        this.binding = binding;
        this.tenant = tenant;
        this.transactions = transactions;
    }

    void bindOnce() {
        if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE && transactions.getResource(BOUND) == null) {
            binding.bind(tenant.find());
            transactions.putResource(BOUND, Boolean.TRUE);
        }
    }
}
