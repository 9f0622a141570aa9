package io.farol.accounts.contract;

import io.farol.accounts.account.AccountId;
import io.farol.accounts.account.AccountWithMrr;
import io.farol.accounts.account.Accounts;
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
import io.farol.runtime.feed.FeedCursor;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.outbox.FeedHead;
import io.farol.runtime.outbox.OwnPosition;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.RecordConstraints;
import io.farol.runtime.security.Role;
import io.quarkus.grpc.GrpcService;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The gRPC door: accounts for the other services and for partners, amendments and activation. */
@GrpcService
class AccountGrpcService implements AccountsService {
    private static final int MOST_AT_ONCE = 1_000;

    private static final Duration OWN_COMMIT = Duration.ofMillis(50);

    private final Accounts accounts;
    private final Contracts contracts;
    private final RecordConstraints constraints;
    private final OwnPosition ownPosition;

    AccountGrpcService(Accounts accounts, Contracts contracts, RecordConstraints constraints, OwnPosition ownPosition) {
        this.accounts = accounts;
        this.contracts = contracts;
        this.constraints = constraints;
        this.ownPosition = ownPosition;
    }

    @Override
    @Blocking
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION, Role.SERVICE})
    public Uni<GetAccountResponse> getAccount(GetAccountRequest request) {
        AccountId id = new AccountId(AmendmentProto.id(request.getAccountId(), "/accountId"));
        return Uni.createFrom()
                .item(GetAccountResponse.newBuilder()
                        .setAccount(AccountProto.of(one(id)))
                        .build());
    }

    @Override
    @Blocking
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION, Role.SERVICE})
    public Uni<ListAccountsResponse> listAccounts(ListAccountsRequest request) {
        Map<String, List<String>> parameters = new HashMap<>();
        if (request.getPageSize() != 0) {
            parameters.put("pageSize", List.of(Integer.toString(request.getPageSize())));
        }
        if (!request.getPageToken().isEmpty()) {
            parameters.put("pageToken", List.of(request.getPageToken()));
        }
        Page<AccountWithMrr> page = accounts.pageWithMrr(parameters);
        ListAccountsResponse.Builder response = ListAccountsResponse.newBuilder();
        page.items().forEach(account -> response.addAccounts(AccountProto.of(account)));
        if (page.nextPageToken() != null) {
            response.setNextPageToken(page.nextPageToken());
        }
        return Uni.createFrom().item(response.build());
    }

    @Override
    @Blocking
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION, Role.SERVICE})
    public Uni<BatchGetAccountsResponse> batchGetAccounts(BatchGetAccountsRequest request) {
        if (request.getAccountIdsCount() > MOST_AT_ONCE) {
            throw DomainException.invalid(
                    List.of(Fault.at("/accountIds", PlatformError.TOO_MANY_ITEMS, Map.of("max", MOST_AT_ONCE))));
        }
        List<AccountId> ids = new ArrayList<>();
        for (int i = 0; i < request.getAccountIdsCount(); i++) {
            ids.add(new AccountId(AmendmentProto.id(request.getAccountIds(i), "/accountIds/" + i)));
        }
        BatchGetAccountsResponse.Builder response = BatchGetAccountsResponse.newBuilder();
        accounts.findWithMrr(ids).forEach(account -> response.addAccounts(AccountProto.of(account)));
        return Uni.createFrom().item(response.build());
    }

    @Override
    @Blocking
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION, Role.SERVICE})
    public Uni<AmendContractResponse> amendContract(AmendContractRequest request) {
        ContractId id = new ContractId(AmendmentProto.id(request.getContractId(), "/contractId"));
        AmendmentDetails details = constraints.checked(AmendmentProto.details(request));
        Contracts.Amended amended = contracts.amend(id, Optional.empty(), details, ContractAmendment.Origin.GRPC);
        AmendContractResponse.Builder response = AmendContractResponse.newBuilder()
                .setAmendmentId(amended.amendment().id().value().toString())
                .setContractVersion(amended.contractVersion())
                .setIsReplayed(amended.isReplayed());
        ownPosition.await(OWN_COMMIT).map(AccountGrpcService::cursor).ifPresent(response::setPosition);
        if (amended.amendment().lineId() != null) {
            response.setLineId(amended.amendment().lineId().value().toString());
        }
        return Uni.createFrom().item(response.build());
    }

    @Override
    @Blocking
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION, Role.SERVICE})
    public Uni<ActivateAccountResponse> activateAccount(ActivateAccountRequest request) {
        AccountId id = new AccountId(AmendmentProto.id(request.getAccountId(), "/accountId"));
        accounts.activate(
                id, request.hasActivatedOn() ? AmendmentProto.date(request.getActivatedOn(), "/activatedOn") : null);
        return Uni.createFrom()
                .item(ActivateAccountResponse.newBuilder()
                        .setAccount(AccountProto.of(one(id)))
                        .build());
    }

    private static String cursor(FeedHead head) {
        return new FeedCursor(FeedSource.ACCOUNTS, head.epoch(), head.batch(), head.position()).toString();
    }

    private AccountWithMrr one(AccountId id) {
        return accounts.findWithMrr(List.of(id)).stream().findFirst().orElseThrow(DomainException::notFound);
    }
}
