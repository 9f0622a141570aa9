package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.farol.feed.v1.Event;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * A portfolio is imported, a new customer is onboarded, has its first value, buys more, takes it back, buys again and takes another product; every step shows in the figures and is read back through the
 * feeds by a partner. All through the edge, with Keycloak's tokens.
 */
final class Story {
    private static final String TENANT = "boreal";
    private static final String LINES =
            "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,startsOn\n";

    private final LocalDate today = LocalDate.now(ZoneId.of("America/Sao_Paulo"));
    /** Of a contract that is new and yet runs since an earlier month: what it grows by now is expansion. */
    private final LocalDate lastMonth = today.withDayOfMonth(1).minusMonths(1);

    private final FarolApi leader;
    private final FarolApi csm;
    private final StoryFeeds feeds;
    private final FarolApi partner;

    /** @param callers the API by the name of who calls it */
    Story(int port, Function<String, FarolApi> callers) {
        this.leader = callers.apply("leader@" + TENANT);
        this.csm = callers.apply("csm@" + TENANT);
        this.partner = callers.apply(Realm.integration(TENANT));
        this.feeds = new StoryFeeds(port, partner);
    }

    void tell() {
        importsAPortfolio();
        String nova = hasItsFirstValue(onboardsTheNewCustomer());
        StoryDeal upsell = worksOnMoreSeats(nova);
        winsIt(upsell, nova);
        showsAllOfIt(upsell, nova);
        takesItBack(upsell, nova);
        winsItAgain(upsell, nova);
        sellsAnotherProduct();
    }

    /** Acme pays 1,000.00 since January, Nova 500.50 since last month. */
    private void importsAPortfolio() {
        partner.load("products", "code,name,kind\nSEATS,Seats,PLAN\nANALYTICS,Analytics,ADD_ON\n");
        partner.load("accounts", "externalId,name,activatedOn\nS-1,Acme,2026-01-31\nS-2,Nova,\n");
        partner.load(
                "contract-lines",
                LINES + "SL-1,SC-1,S-1,SEATS,10,100.00,BRL,1,2026-01-01\nSL-2,SC-2,S-2,SEATS,1,500.50,BRL,1,"
                        + lastMonth + "\n");

        JsonNode month = statement(
                YearMonth.from(lastMonth), line -> line.path("closing").asText().equals("1500.50"));
        assertEquals("1000.00", month.path("opening").asText());
        assertEquals("500.50", month.path("new").asText());
        assertEquals(2, feeds.accounts("CONTRACT").size());
    }

    private JsonNode onboardsTheNewCustomer() {
        JsonNode opened = eventually(
                () -> csm.get("/v1/onboardings").expect(200).json().path("items"), items -> !items.isEmpty());

        assertEquals(1, opened.size(), "Acme is no new customer: " + opened);
        JsonNode onboarding = opened.get(0);
        assertEquals("Nova", onboarding.path("accountName").asText());
        assertEquals("TRIAGE", onboarding.path("phase").asText());
        Event event = feeds.onboarding(id(onboarding)).getFirst();
        assertEquals("FIRST", StoryFeeds.field(event, "kind"));
        assertEquals(onboarding.path("accountId").asText(), StoryFeeds.field(event, "accountId"));
        return onboarding;
    }

    /** In whatever phase it comes; it activates the account, whose id is returned. */
    private String hasItsFirstValue(JsonNode onboarding) {
        String account = onboarding.path("accountId").asText();
        String path = "/v1/onboardings/" + id(onboarding);
        String etag = csm.get(path).expect(200).header("ETag");
        csm.post(
                        path + "/first-values",
                        "{\"evidencedOn\":\"" + today
                                + "\",\"kind\":\"CLIENT_CONFIRMED\",\"evidence\":\"First month closed\"}",
                        Map.of("Content-Type", "application/json", "If-Match", etag))
                .expect(201);

        eventually(
                () -> csm.get("/v1/accounts/" + account).expect(200).json(),
                one -> one.path("activatedOn").asText().equals(today.toString()));
        assertEquals(
                today.toString(),
                StoryFeeds.field(feeds.onboarding(id(onboarding)).getLast(), "firstValueOn"));
        assertEquals(
                today.toString(),
                StoryFeeds.field(feeds.accounts("ACCOUNT", account).getLast(), "activatedOn"));
        JsonNode overview = overview(
                account, answer -> answer.at("/account/status").asText().equals("ACTIVE"));
        assertEquals("500.50", overview.at("/revenue/mrr/amount").asText());
        return account;
    }

    /** Two seats instead of one, and every gate on the way: what is missing is said all at once, then given. */
    private StoryDeal worksOnMoreSeats(String nova) {
        JsonNode line = line("SL-2");
        StoryDeal deal = StoryDeal.open(csm, nova, "UPSELL", "One seat more");
        JsonNode missing = deal.move("{\"toStage\":\"FORECAST\"}").expect(422).json();
        assertEquals(
                "NO_CONFIRMATION, QUALIFICATION_NOT_BEGUN, PROPOSAL_NOT_SENT, NO_NEGOTIATION_POINT, NO_NEXT_STEP, NO_ACCEPTANCE, NO_EXPECTED_CLOSE",
                String.join(", ", missing.path("errors").findValuesAsText("code")));

        deal.sells(line.path("productId").asText(), id(line), 2, "500.50")
                .isQualified(today.plusDays(7))
                .isProposed(today)
                .moved(StoryDeal.accepted(today));

        JsonNode overview = overview(
                nova, answer -> answer.at("/openDeals/0/stage").asText().equals("FORECAST"));
        assertEquals("500.50", overview.at("/openDeals/0/mrr/amount").asText());
        assertEquals("500.50", overview.at("/account/openDealsMrr/amount").asText());
        assertEquals(
                List.of("EXPAND_MAP", "FORECAST"),
                feeds.deal(deal.id()).stream()
                        .map(event -> StoryFeeds.field(event, "stage"))
                        .distinct()
                        .toList());
        return deal;
    }

    private void winsIt(StoryDeal deal, String nova) {
        String change = deal.moved(StoryDeal.won(today)).path("id").asText();

        deal.synced("DONE");
        JsonNode amendments = amendments();
        assertEquals(1, amendments.size(), amendments.toString());
        assertEquals(change, amendments.at("/0/requestKey").asText());
        assertEquals("UPSELL", amendments.at("/0/changeKind").asText());
        JsonNode month = statement(line -> line.path("closing").asText().equals("2001.00"));
        assertEquals("1500.50", month.path("opening").asText());
        assertEquals("500.50", month.path("expansion").asText());
        assertEquals(1, month.at("/counts/expansion").asInt());
        assertEquals("500.50 UPSELL " + id(amendments.get(0)), expansion(nova));
        Event contract = feeds.accounts("CONTRACT", contract()).getLast();
        assertEquals(List.of(change), StoryFeeds.each(contract, "amendments", "requestKey"));
        Event won = feeds.deal(deal.id()).getLast();
        assertEquals("DONE", StoryFeeds.field(won, "contractSync"));
        assertEquals(today.toString(), StoryFeeds.field(won, "wonOn"));
    }

    /** Account, revenue with its movement, open deals, onboarding: one page, with the freshness of its sources. */
    private void showsAllOfIt(StoryDeal won, String nova) {
        StoryDeal next = StoryDeal.open(csm, nova, "UPSELL", "A third seat");

        JsonNode overview = overview(
                nova,
                answer -> answer.at("/openDeals").size() == 1
                        && answer.at("/openDeals/0/dealId").asText().equals(next.id()));
        assertEquals("Nova", overview.at("/account/name").asText());
        assertEquals("ACTIVE", overview.at("/account/status").asText());
        assertEquals("1001.00", overview.at("/revenue/mrr/amount").asText());
        assertEquals("EXPANSION", overview.at("/revenue/movements/0/kind").asText());
        assertEquals("UPSELL", overview.at("/revenue/movements/0/subKind").asText());
        assertEquals("500.50", overview.at("/revenue/movements/0/amount/amount").asText());
        assertEquals(1, overview.at("/account/openDealsCount").asInt());
        assertEquals("A third seat", overview.at("/openDeals/0/title").asText());
        assertTrue(!next.id().equals(won.id()), "the won one is not open");
        assertEquals(today.toString(), overview.at("/onboarding/firstValueOn").asText());
        assertEquals(
                List.of("accounts", "onboarding", "pipeline"),
                overview.path("freshness").findValuesAsText("source").stream()
                        .sorted()
                        .toList());
        assertEquals(List.of("true", "true", "true"), overview.path("freshness").findValuesAsText("isCaughtUp"));
    }

    /** By a leader only; the contract gets the reversing amendment, and the statement is what it was. */
    private void takesItBack(StoryDeal deal, String nova) {
        String reopening = "{\"toStage\":\"NEGOTIATION\",\"reason\":\"They asked for another term\"}";
        assertEquals(
                "REOPENING_NEEDS_LEADER",
                deal.move(reopening).expect(403).json().path("code").asText());
        String change = deal.as(leader).moved(reopening).path("id").asText();

        deal.synced("NOT_APPLICABLE");
        JsonNode amendments = amendments();
        assertEquals(2, amendments.size(), amendments.toString());
        assertEquals(change, amendments.at("/1/requestKey").asText());
        assertEquals(
                id(amendments.get(0)), amendments.at("/1/reversesAmendmentId").asText());
        JsonNode month = statement(line -> line.path("closing").asText().equals("1500.50"));
        assertEquals("0.00", month.path("expansion").asText());
        assertEquals("0.00", month.path("contraction").asText());
        assertEquals("", expansion(nova));
        assertEquals(
                "500.50",
                overview(nova, answer -> answer.at("/openDeals").size() == 2)
                        .at("/revenue/mrr/amount")
                        .asText());
        assertEquals("NEGOTIATION", StoryFeeds.field(feeds.deal(deal.id()).getLast(), "stage"));
        assertEquals(
                2,
                StoryFeeds.each(feeds.accounts("CONTRACT", contract()).getLast(), "amendments", "id")
                        .size());
    }

    private void winsItAgain(StoryDeal deal, String nova) {
        deal.as(csm).moved(StoryDeal.accepted(today));
        String change = deal.moved(StoryDeal.won(today)).path("id").asText();

        deal.synced("DONE");
        JsonNode amendments = amendments();
        assertEquals(3, amendments.size(), amendments.toString());
        statement(line -> line.path("closing").asText().equals("2001.00"));
        assertEquals("500.50 UPSELL " + id(amendments.get(2)), expansion(nova));
        assertEquals(
                change,
                StoryFeeds.each(feeds.accounts("CONTRACT", contract()).getLast(), "amendments", "requestKey")
                        .getLast());
    }

    /** To Acme: it grows the ledger under its own sub-kind and is onboarded by itself, while the account stays active. */
    private void sellsAnotherProduct() {
        String acme = line("SL-1").path("accountId").asText();
        String product = named("/v1/products", "code", "ANALYTICS");
        StoryDeal deal = StoryDeal.open(csm, acme, "CROSS_SELL", "Analytics, too")
                .sells(product, null, 1, "200.25")
                .isQualified(today.plusDays(7))
                .isProposed(today);
        deal.moved(StoryDeal.accepted(today));
        deal.moved(StoryDeal.won(today));

        deal.synced("DONE");
        JsonNode month = statement(line -> line.path("closing").asText().equals("2201.25"));
        assertEquals("700.75", month.path("expansion").asText());
        assertEquals(2, month.at("/counts/expansion").asInt());
        assertTrue(expansion(acme).startsWith("200.25 CROSS_SELL "), expansion(acme));
        JsonNode onboarding = eventually(
                        () -> csm.get("/v1/onboardings").expect(200).json().path("items"), items -> items.size() == 2)
                .get(1);
        assertEquals("PRODUCT", onboarding.path("kind").asText());
        assertEquals(product, onboarding.path("productId").asText());
        assertEquals("SCHEDULING", onboarding.path("phase").asText());
        assertEquals(
                "PRODUCT", StoryFeeds.field(feeds.onboarding(id(onboarding)).getLast(), "kind"));
        assertEquals("DONE", StoryFeeds.field(feeds.deal(deal.id()).getLast(), "contractSync"));
        JsonNode overview = overview(
                acme, answer -> answer.at("/revenue/mrr/amount").asText().equals("1200.25"));
        assertEquals("ACTIVE", overview.at("/account/status").asText());
    }

    private JsonNode statement(Predicate<JsonNode> isAsExpected) {
        return statement(YearMonth.from(today), isAsExpected);
    }

    private JsonNode statement(YearMonth month, Predicate<JsonNode> isAsExpected) {
        return eventually(
                () -> csm.get("/v1/mrr/statement?from=" + month + "&to=" + month)
                        .expect(200)
                        .json()
                        .at("/months/0"),
                isAsExpected);
    }

    private JsonNode overview(String account, Predicate<JsonNode> isAsExpected) {
        return eventually(() -> csm.get("/v1/overviews/" + account).expect(200).json(), isAsExpected);
    }

    /** Amount, sub-kind and amendment of an account's only expansion; empty = it has none. */
    private String expansion(String account) {
        JsonNode found = csm.get("/v1/mrr/movements?kind=EXPANSION&account=" + account)
                .expect(200)
                .json()
                .path("items");
        assertTrue(found.size() <= 1, found.toString());
        JsonNode one = found.path(0);
        return one.isMissingNode()
                ? ""
                : one.at("/amount/amount").asText() + " " + one.path("subKind").asText() + " "
                        + one.path("amendmentId").asText();
    }

    private String contract() {
        return line("SL-2").path("contractId").asText();
    }

    private JsonNode amendments() {
        return csm.get("/v1/contracts/" + contract() + "/amendments")
                .expect(200)
                .json()
                .path("items");
    }

    private JsonNode line(String externalId) {
        return csm.get("/v1/contract-lines?externalId=" + externalId)
                .expect(200)
                .json()
                .at("/items/0");
    }

    private String named(String list, String field, String value) {
        return csm.get(list)
                .expect(200)
                .json()
                .path("items")
                .valueStream()
                .filter(item -> item.path(field).asText().equals(value))
                .map(Story::id)
                .findFirst()
                .orElseThrow();
    }

    private static String id(JsonNode thing) {
        return thing.path("id").asText();
    }

    static JsonNode eventually(Supplier<JsonNode> question, Predicate<JsonNode> isAsExpected) {
        JsonNode answer = question.get();
        for (int turn = 0; turn < 480 && !isAsExpected.test(answer); turn++) {
            LockSupport.parkNanos(250_000_000L);
            answer = question.get();
        }
        assertTrue(isAsExpected.test(answer), answer.toString());
        return answer;
    }
}
