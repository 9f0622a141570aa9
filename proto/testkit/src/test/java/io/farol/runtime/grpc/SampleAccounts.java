package io.farol.runtime.grpc;

import io.farol.accounts.v1.Account;
import io.farol.accounts.v1.AccountsService;
import io.farol.accounts.v1.ActivateAccountRequest;
import io.farol.accounts.v1.ActivateAccountResponse;
import io.farol.accounts.v1.AmendContractRequest;
import io.farol.accounts.v1.AmendContractResponse;
import io.farol.accounts.v1.BatchGetAccountsRequest;
import io.farol.accounts.v1.BatchGetAccountsResponse;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.accounts.v1.GetAccountResponse;
import io.farol.accounts.v1.ListAccountsRequest;
import io.farol.accounts.v1.ListAccountsResponse;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.security.Role;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Fails in every way that a use case can, as the request's account id says. */
@GrpcService
class SampleAccounts implements AccountsService {
    private final CurrentTenant tenant;

    SampleAccounts(CurrentTenant tenant) {
        this.tenant = tenant;
    }

    @Override
    @Blocking
    @RolesAllowed({Role.VIEWER, Role.CSM, Role.SERVICE})
    public Uni<GetAccountResponse> getAccount(GetAccountRequest request) {
        String wish = request.getAccountId();
        if (wish.equals("boom")) {
            throw new IllegalStateException("select secret from somewhere");
        }
        if (wish.equals("async-boom")) {
            return Uni.createFrom().failure(new IllegalStateException("select secret from somewhere"));
        }
        if (wish.equals("faults")) {
            throw new DomainException(
                    PlatformError.INVALID_REQUEST,
                    "the request is not valid",
                    Map.of(),
                    List.of(
                            Fault.at("/lines/0/unitPrice", PlatformError.NOT_A_NUMBER),
                            Fault.at("/endsOn", PlatformError.ENDS_BEFORE_START)));
        }
        if (wish.equals("slow")) {
            waitForEver();
        }
        if (!wish.equals("me")) {
            throw new DomainException(PlatformError.valueOf(wish), "refused on purpose", Map.of("limit", 7));
        }
        return Uni.createFrom()
                .item(GetAccountResponse.newBuilder()
                        .setAccount(Account.newBuilder()
                                .setName(tenant.find().map(TenantId::value).orElse("nobody")))
                        .build());
    }

    @Override
    @Blocking
    @RolesAllowed(Role.ADMIN)
    public Uni<ListAccountsResponse> listAccounts(ListAccountsRequest request) {
        return Uni.createFrom().item(ListAccountsResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed({Role.VIEWER, Role.SERVICE})
    public Uni<BatchGetAccountsResponse> batchGetAccounts(BatchGetAccountsRequest request) {
        return Uni.createFrom()
                .item(BatchGetAccountsResponse.newBuilder()
                        .addAccounts(Account.newBuilder()
                                .setName(tenant.find().map(TenantId::value).orElse("nobody")))
                        .build());
    }

    @Override
    @RolesAllowed(Role.ADMIN)
    public Uni<AmendContractResponse> amendContract(AmendContractRequest request) {
        return Uni.createFrom().item(AmendContractResponse.getDefaultInstance());
    }

    @Override
    @RolesAllowed(Role.ADMIN)
    public Uni<ActivateAccountResponse> activateAccount(ActivateAccountRequest request) {
        return Uni.createFrom().item(ActivateAccountResponse.getDefaultInstance());
    }

    private static void waitForEver() {
        try {
            new CountDownLatch(1).await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
