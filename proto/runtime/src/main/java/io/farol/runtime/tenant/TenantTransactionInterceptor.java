package io.farol.runtime.tenant;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;

/** Runs inside every {@code @Transactional} method, just after the transaction began, and binds the caller's tenant to it. */
@Interceptor
@Transactional
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 201)
public class TenantTransactionInterceptor {
    private final BoundTransactions transactions;

    TenantTransactionInterceptor(BoundTransactions transactions) {
        this.transactions = transactions;
    }

    @AroundInvoke
    Object bindTenant(InvocationContext invocation) throws Exception {
        transactions.bindOnce(invocation.getMethod());
        return invocation.proceed();
    }
}
