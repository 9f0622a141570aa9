package io.farol.accounts.contract;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.rpc.BadRequest;
import com.google.type.Date;
import com.google.type.Decimal;
import com.google.type.Money;
import io.farol.accounts.Caller;
import io.farol.accounts.Outside;
import io.farol.accounts.v1.Account;
import io.farol.accounts.v1.AccountState;
import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.ActivateAccountRequest;
import io.farol.accounts.v1.AmendContractRequest;
import io.farol.accounts.v1.AmendContractResponse;
import io.farol.accounts.v1.BatchGetAccountsRequest;
import io.farol.accounts.v1.CancelContract;
import io.farol.accounts.v1.ChangeKind;
import io.farol.accounts.v1.ChangeLine;
import io.farol.accounts.v1.GetAccountRequest;
import io.farol.accounts.v1.LineTerms;
import io.farol.accounts.v1.ListAccountsRequest;
import io.farol.accounts.v1.ListAccountsResponse;
import io.farol.accounts.v1.RenewContract;
import io.farol.runtime.id.UuidV7;
import io.farol.testkit.GrpcDoor;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AccountGrpcTest {
    private final Caller admin = Caller.ofNewTenant();

    @Test
    void readsOneSeveralAndAPage() {
        String ana = admin.made("/v1/team/members", "{\"name\":\"Ana\",\"roles\":[\"CSM\"]}");
        String acme = admin.made(
                "/v1/accounts", "{\"name\":\"Acme\",\"externalId\":\"A-1\",\"csmId\":\"%s\"}".formatted(ana));
        String beta = admin.made("/v1/accounts", "{\"name\":\"Beta\"}");

        Account read = door().getAccount(
                        GetAccountRequest.newBuilder().setAccountId(acme).build())
                .getAccount();
        assertEquals("A-1", read.getExternalId());
        assertEquals(List.of(ana, "Ana"), List.of(read.getCsmId(), read.getCsmName()));
        assertEquals(
                List.of("Ana", ""),
                door()
                        .batchGetAccounts(BatchGetAccountsRequest.newBuilder()
                                .addAllAccountIds(List.of(acme, beta))
                                .build())
                        .getAccountsList()
                        .stream()
                        .map(Account::getCsmName)
                        .sorted(Comparator.reverseOrder())
                        .toList());
        assertEquals(
                2,
                door().batchGetAccounts(BatchGetAccountsRequest.newBuilder()
                                .addAllAccountIds(
                                        List.of(acme, beta, UuidV7.next().toString()))
                                .build())
                        .getAccountsCount());
        ListAccountsResponse first = door().listAccounts(
                        ListAccountsRequest.newBuilder().setPageSize(1).build());
        ListAccountsResponse second = door().listAccounts(ListAccountsRequest.newBuilder()
                .setPageSize(1)
                .setPageToken(first.getNextPageToken())
                .build());
        assertEquals("Acme", first.getAccounts(0).getName());
        assertEquals(ana, first.getAccounts(0).getCsmId());
        assertEquals("Beta", second.getAccounts(0).getName());
        StatusRuntimeException unknown = assertThrows(StatusRuntimeException.class, () -> door(Caller.ofNewTenant())
                .getAccount(GetAccountRequest.newBuilder().setAccountId(acme).build()));
        assertEquals(Status.Code.NOT_FOUND, unknown.getStatus().getCode());
    }

    @Test
    void amendsOncePerRequestKey() {
        JsonPath contract = contractOf("10");
        AmendContractRequest request = AmendContractRequest.newBuilder()
                .setContractId(contract.getString("id"))
                .setRequestKey("deal-7")
                .setEffectiveOn(date(2026, 3, 1))
                .setChangeKind(ChangeKind.CHANGE_KIND_UPSELL)
                .setChangeLine(ChangeLine.newBuilder()
                        .setLineId(contract.getString("lines[0].id"))
                        .setTerms(LineTerms.newBuilder()
                                .setQuantity(Decimal.newBuilder().setValue("2.5"))
                                .setUnitPrice(Money.newBuilder()
                                        .setCurrencyCode("BRL")
                                        .setUnits(99)
                                        .setNanos(900_000_000))
                                .setBillingPeriodMonths(1)
                                .setIsRecurring(true)))
                .build();

        AmendContractResponse made = door().amendContract(request);
        AmendContractResponse again = door().amendContract(request);

        assertEquals(2, made.getContractVersion());
        assertEquals(made.getAmendmentId(), again.getAmendmentId());
        assertEquals(2, again.getContractVersion());
        assertTrue(again.getIsReplayed());
        assertEquals(List.of("CREATED 1", "AMENDED 2"), Outside.events(contract.getString("id")));
        assertEquals("2497500", Outside.published(contract.getString("id"), "$.lines[0].terms[1].mrrE4"));
    }

    @Test
    void aServiceActsForATenantAndActivatesOnce() {
        contractOf("100");
        String account = admin.get("/v1/accounts").extract().path("items[0].id");
        AccountsServiceGrpc.AccountsServiceBlockingStub service = AccountsServiceGrpc.newBlockingStub(
                GrpcDoor.as(Issuer.serviceToken("onboarding-service"), "farol-tenant", admin.tenant()));

        var activated = service.activateAccount(ActivateAccountRequest.newBuilder()
                        .setAccountId(account)
                        .setActivatedOn(date(2026, 2, 1))
                        .build())
                .getAccount();
        service.activateAccount(ActivateAccountRequest.newBuilder()
                .setAccountId(account)
                .setActivatedOn(date(2026, 4, 1))
                .build());

        assertEquals(AccountState.ACCOUNT_STATE_ACTIVE, activated.getState());
        assertEquals(100, activated.getMrr().getUnits());
        assertEquals("BRL", activated.getMrr().getCurrencyCode());
        assertEquals(List.of("CREATED 1", "ACTIVATED 2"), Outside.events(account));
        assertEquals("\"2026-02-01\"", Outside.published(account, "$.activatedOn"));
    }

    @Test
    void refusesAsRestDoes() {
        StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, () -> door().amendContract(
                        AmendContractRequest.newBuilder().setContractId("x").build()));
        assertEquals(Status.Code.INVALID_ARGUMENT, refusal.getStatus().getCode());
        StatusRuntimeException forbidden = assertThrows(StatusRuntimeException.class, () -> door(admin.as("csm"))
                .amendContract(AmendContractRequest.getDefaultInstance()));
        assertEquals(Status.Code.PERMISSION_DENIED, forbidden.getStatus().getCode());
    }

    @Test
    void refusesTheSameSizesAsRest() throws Exception {
        JsonPath contract = contractOf("10");
        AmendContractRequest cancel = AmendContractRequest.newBuilder()
                .setContractId(contract.getString("id"))
                .setRequestKey("k".repeat(256))
                .setEffectiveOn(date(2026, 3, 1))
                .setChangeKind(ChangeKind.CHANGE_KIND_OTHER)
                .setCancel(CancelContract.newBuilder().setChurnReason("r".repeat(61)))
                .setNote("n".repeat(2_001))
                .build();

        StatusRuntimeException refusal = assertThrows(StatusRuntimeException.class, () -> door().amendContract(cancel));

        assertEquals(Status.Code.INVALID_ARGUMENT, refusal.getStatus().getCode());
        BadRequest details = StatusProto.fromThrowable(refusal).getDetailsList().stream()
                .filter(detail -> detail.is(BadRequest.class))
                .findFirst()
                .orElseThrow()
                .unpack(BadRequest.class);
        assertEquals(
                List.of("request_key", "churn_reason", "note"),
                details.getFieldViolationsList().stream()
                        .map(BadRequest.FieldViolation::getField)
                        .toList());
    }

    @Test
    void renews() {
        String account = admin.made("/v1/accounts", "{\"name\":\"Acme\"}");
        String product = admin.made("/v1/products", "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\"}");
        String contract = admin.made("/v1/contracts", """
                {"accountId":"%s","termStartsOn":"2026-01-01","termEndsOn":"2027-01-01","lines":[{"productId":"%s","quantity":"1",
                 "unitPrice":{"amount":"10","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"2026-01-01"}]}""".formatted(account, product));

        door().amendContract(AmendContractRequest.newBuilder()
                .setContractId(contract)
                .setRequestKey("renewal-1")
                .setEffectiveOn(date(2027, 1, 1))
                .setChangeKind(ChangeKind.CHANGE_KIND_RENEWAL)
                .setRenew(RenewContract.newBuilder()
                        .setTermEndsOn(date(2028, 1, 1))
                        .setIsAutoRenewing(true))
                .build());

        admin.get("/v1/contracts/" + contract)
                .body("termEndsOn", equalTo("2028-01-01"))
                .body("isAutoRenewing", equalTo(true))
                .body("amendments[0].kind", equalTo("RENEW"));
    }

    private JsonPath contractOf(String price) {
        String account = admin.made("/v1/accounts", "{\"name\":\"Acme\"}");
        String product = admin.made("/v1/products", "{\"code\":\"CRM\",\"name\":\"CRM\",\"kind\":\"PLAN\"}");
        return admin.post(
                        "/v1/contracts",
                        "{\"accountId\":\"" + account
                                + "\",\"termStartsOn\":\"2026-01-01\",\"lines\":[{\"productId\":\"" + product
                                + "\",\"quantity\":\"1\",\"unitPrice\":{\"amount\":\"" + price
                                + "\",\"currency\":\"BRL\"},\"billingPeriodMonths\":1,\"startsOn\":\"2026-01-01\"}]}")
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private AccountsServiceGrpc.AccountsServiceBlockingStub door() {
        return door(admin);
    }

    private static AccountsServiceGrpc.AccountsServiceBlockingStub door(Caller caller) {
        return AccountsServiceGrpc.newBlockingStub(GrpcDoor.as(Issuer.token(caller.tenant(), "ana", caller.role())));
    }

    private static Date date(int year, int month, int day) {
        return Date.newBuilder().setYear(year).setMonth(month).setDay(day).build();
    }
}
