package io.farol.runtime.tenant;

import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.transaction.Transactional;

/** The same for transactions that are always new: the transaction type is part of an interceptor's binding, so the other one does not see their methods. */
@Interceptor
@Transactional(Transactional.TxType.REQUIRES_NEW)
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 201)
public class NewTenantTransactionInterceptor {
    private final BoundTransactions transactions;

    NewTenantTransactionInterceptor(BoundTransactions transactions) {
        this.transactions = transactions;
    }

    @AroundInvoke
    Object bindTenant(InvocationContext invocation) throws Exception {
        transactions.bindOnce(invocation.getMethod());
        return invocation.proceed();
    }
}
