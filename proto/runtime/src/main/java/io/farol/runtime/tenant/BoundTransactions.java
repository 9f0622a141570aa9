package io.farol.runtime.tenant;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.lang.reflect.Method;
import java.util.Optional;

/** Binds the caller's tenant to the running transaction, once, and gives it its snapshot where one is asked for. */
@ApplicationScoped
class BoundTransactions {
    private static final Object BOUND = "farol.tenant.bound";
    private static final Object ONE_SNAPSHOT = "farol.tenant.one-snapshot";

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

    void bindOnce(Method method) {
        if (transactions.getTransactionStatus() != Status.STATUS_ACTIVE) {
            return;
        }
        boolean isOneSnapshot = method.isAnnotationPresent(OneSnapshot.class);
        if (transactions.getResource(BOUND) == null) {
            Optional<TenantId> bound = tenant.find();
            bound.ifPresent(tenants::meet);
            if (isOneSnapshot) {
                binding.bindOneSnapshot(bound);
                transactions.putResource(ONE_SNAPSHOT, Boolean.TRUE);
            } else {
                binding.bind(bound);
            }
            transactions.putResource(BOUND, Boolean.TRUE);
        } else if (isOneSnapshot && transactions.getResource(ONE_SNAPSHOT) == null) {
            throw new IllegalStateException(
                    method + " reads one snapshot, and was called inside a transaction that has none");
        }
    }
}
