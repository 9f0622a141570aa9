package io.farol.runtime.tenant;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Status;
import jakarta.transaction.TransactionSynchronizationRegistry;
import jakarta.transaction.Transactional;

/** Runs inside every {@code @Transactional} method, just after the transaction began, and binds the caller's tenant to it once. */
@Interceptor
@Transactional
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 201)
public class TenantTransactionInterceptor {
    private static final Object BOUND = "farol.tenant.bound";

    private final TenantBinding binding;
    private final CurrentTenant tenant;
    private final TransactionSynchronizationRegistry transactions;

    TenantTransactionInterceptor(
            TenantBinding binding, CurrentTenant tenant, TransactionSynchronizationRegistry transactions) {
        this.binding = binding;
        this.tenant = tenant;
        this.transactions = transactions;
    }

    @AroundInvoke
    Object bindTenant(InvocationContext invocation) throws Exception {
        bindOnce();
        return invocation.proceed();
    }

    private void bindOnce() {
        if (transactions.getTransactionStatus() == Status.STATUS_ACTIVE && transactions.getResource(BOUND) == null) {
            binding.bind(tenant.find());
            transactions.putResource(BOUND, Boolean.TRUE);
        }
    }
}
