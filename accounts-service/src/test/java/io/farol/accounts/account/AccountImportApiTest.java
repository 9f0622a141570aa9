package io.farol.accounts.account;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.accounts.Caller;
import io.farol.accounts.Imported;
import io.farol.accounts.Outside;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class AccountImportApiTest {
    private final Caller admin = Caller.ofNewTenant();

    @Test
    void loadsNewAccountsWithOneEventEach() {
        String file = """
                externalId,name,taxId,sector,employees,annualRevenue,currency,tags
                A-1,Acme,11.222.333/0001-81,Retail,10,1500.50,BRL,b|a|b
                A-2,Beta,,Health,,,,
                """;

        JsonPath job = Imported.csv(admin, "/v1/accounts/imports", file);

        assertEquals("SUCCEEDED", job.getString("state"), job::prettify);
        String id = admin.get("/v1/accounts?externalId=A-1")
                .body("items[0].taxId", equalTo("11222333000181"))
                .body("items[0].tags", contains("a", "b"))
                .extract()
                .path("items[0].id");
        assertEquals(List.of("CREATED 1"), Outside.events(id));
        assertEquals("\"Retail\"", Outside.published(id, "$.groups[0].value"));
        assertEquals("15005000", Outside.published(id, "$.annualRevenueE4"));
        JsonPath again = Imported.csv(admin, "/v1/accounts/imports", file);
        assertEquals(2, again.getInt("rowsUnchanged"), again::prettify);
        assertEquals(List.of("CREATED 1"), Outside.events(id));
    }

    @Test
    void changesOnlyWhatDiffersAndDatesItsGroups() {
        admin.made(
                "/v1/settings/attributes",
                "{\"key\":\"band\",\"labelEn\":\"Band\",\"labelPtBr\":\"Faixa\",\"type\":\"NUMBER\"}");
        Imported.csv(
                admin,
                "/v1/accounts/imports",
                "externalId,name,sector,region,attr.band\nA-1,Acme,Retail,SP,1.50\nA-2,Beta,Retail,SP,\n");

        JsonPath job = Imported.csv(
                admin,
                "/v1/accounts/imports",
                "externalId,name,sector,attr.band\nA-1,Acme,Bank,2\nA-2,Beta,Retail,\nA-3,Caju,Health,3.50\n");

        assertEquals(2, job.getInt("rowsAccepted"), job::prettify);
        assertEquals(1, job.getInt("rowsUnchanged"));
        String id = admin.get("/v1/accounts/by-external-id/A-1")
                .body("sector", equalTo("Bank"))
                .body("region", equalTo("SP"))
                .body("attributes.band", equalTo("2"))
                .extract()
                .path("id");
        assertEquals(List.of("CREATED 1", "CHANGED 2"), Outside.events(id));
        assertEquals("null", Outside.published(id, "$.groups[*] ? (@.value == \"Retail\").fromOn"));
        assertEquals("null", Outside.published(id, "$.groups[*] ? (@.value == \"1.5\").fromOn"));
        String created = admin.get("/v1/accounts/by-external-id/A-3")
                .body("attributes.band", equalTo("3.5"))
                .extract()
                .path("id");
        assertEquals(List.of("CREATED 1"), Outside.events(created));
    }

    @Test
    void handsAccountsOverToTheCsmThatTheirRowsName() {
        String bia = admin.made("/v1/team/members", "{\"name\":\"Bia\",\"externalId\":\"M-1\",\"roles\":[\"CSM\"]}");
        String eva = admin.made("/v1/team/members", "{\"name\":\"Eva\",\"externalId\":\"M-2\",\"roles\":[\"CSM\"]}");
        admin.made("/v1/team/members", "{\"name\":\"Rui\",\"externalId\":\"M-3\",\"roles\":[\"OPS\"]}");
        Imported.csv(admin, "/v1/accounts/imports", "externalId,name,csmExternalId\nA-1,Acme,M-1\nA-2,Beta,\n");

        JsonPath job = Imported.csv(
                admin,
                "/v1/accounts/imports?mode=PARTIAL",
                "externalId,name,csmExternalId\nA-1,Acme,M-2\nA-3,Caju,M-9\nA-4,Dona,M-3\n");

        assertEquals("PARTIALLY_SUCCEEDED", job.getString("state"), job::prettify);
        admin.get("/v1/accounts/imports/" + job.getString("id") + "/errors")
                .body("items.field", contains("csmExternalId", "csmExternalId"))
                .body("items.code", containsInAnyOrder("UNKNOWN_REFERENCE", "MEMBER_NOT_CSM"));
        String id = admin.get("/v1/accounts?csm=" + eva)
                .body("items.externalId", contains("A-1"))
                .extract()
                .path("items[0].id");
        assertEquals(
                "\"" + bia + "\"",
                Outside.published(id, "$.groups[*] ? (@.dimension == \"csm\" && @.fromOn == null).value"));
        Imported.csv(admin, "/v1/accounts/imports", "externalId,name\nA-1,Acme SA\n");
        admin.get("/v1/accounts/" + id).body("csmName", equalTo("Eva"));
    }

    @Test
    void saysWhatIsWrong() {
        JsonPath job = Imported.csv(
                admin,
                "/v1/accounts/imports?mode=PARTIAL",
                "externalId,name,taxId,parentExternalId,attr.size\nA-1,Acme,11222333000180,,\nA-2,Beta,,A-9,\nA-3,Caju,,,5\nA-4,Dona,,,\n");

        assertEquals("PARTIALLY_SUCCEEDED", job.getString("state"), job::prettify);
        admin.get("/v1/accounts/imports/" + job.getString("id") + "/errors")
                .body("items.field", containsInAnyOrder("taxId", "parentExternalId", "attr.size"))
                .body("items.code", containsInAnyOrder("TAX_ID_INVALID", "UNKNOWN_REFERENCE", "UNKNOWN_FIELD"));
        admin.get("/v1/accounts").body("items.name", contains("Dona"));
    }

    @Test
    void putsNobodyAboveHimself() {
        Imported.csv(
                admin,
                "/v1/accounts/imports",
                "externalId,name\nA-1,Acme\nA-2,Beta\nA-3,Caju\nA-4,Dona\nA-5,Eco\nA-6,Fim\n");
        Imported.csv(admin, "/v1/accounts/imports", "externalId,name,parentExternalId\nA-2,Beta,A-1\nA-5,Eco,A-4\n");

        JsonPath job = Imported.csv(
                admin,
                "/v1/accounts/imports?mode=PARTIAL",
                "externalId,name,parentExternalId\nA-1,Acme,A-3\nA-3,Caju,A-2\nA-4,Dona,A-5\nA-5,Eco,\nA-6,Fim,A-1\n");

        admin.get("/v1/accounts/imports/" + job.getString("id") + "/errors")
                .body("items.code", everyItem(equalTo("PARENT_CYCLE")))
                .body("items.value", containsInAnyOrder("A-3", "A-2"));
        admin.get("/v1/accounts?externalId=A-4").body("items[0].parentAccountName", equalTo("Eco"));
        admin.get("/v1/accounts?externalId=A-6").body("items[0].parentAccountName", equalTo("Acme"));
    }

    /** What is refused stays where it was: that may close a circle, too. */
    @Test
    void aRefusedRowLeavesNoCircleBehind() {
        Imported.csv(admin, "/v1/accounts/imports", "externalId,name\nA-1,Acme\nA-2,Beta\n");
        Imported.csv(admin, "/v1/accounts/imports", "externalId,name,parentExternalId\nA-1,Acme,A-2\n");

        JsonPath job = Imported.csv(
                admin,
                "/v1/accounts/imports?mode=PARTIAL",
                "externalId,name,parentExternalId\nA-1,Acme,A-9\nA-2,Beta,A-1\n");

        admin.get("/v1/accounts/imports/" + job.getString("id") + "/errors")
                .body("items.code", containsInAnyOrder("UNKNOWN_REFERENCE", "PARENT_CYCLE"));
    }

    /** Headers and notations as the CRMs write them; columns of theirs that mean nothing here are left out. */
    @ParameterizedTest
    @ValueSource(strings = {"""
            Account ID,Account Name,Industry,Billing State/Province,Billing Country,Account Source,Account Owner,Employees,Annual Revenue,Annual Revenue Currency,Parent Account ID,Last Activity
            001A,Acme,Retail,SP,Brazil,Web,Ana,10,1500.50,BRL,,2026-01-01
            """, """
            Id,Name,Industry,BillingState,BillingCountry,AccountSource,NumberOfEmployees,AnnualRevenue,CurrencyIsoCode,ParentId,OwnerId
            001A,Acme,Retail,SP,BRA,Web,10,1500.5,BRL,,005X
            """, """
            Record ID,Company name,Industry,State/Region,Country/Region,Original Traffic Source,Company owner,Number of Employees,Annual Revenue,Create Date
            001A,Acme,Retail,SP,Brasil,Web,Ana,10,1500.5,2026-01-01 10:00
            """, """
            Organization - ID,Organization - Name,Organization - Industry,Organization - Owner,Organization - Number of employees,Organization - Annual revenue,Organization - Label,Country,State,Origem
            001A,Acme,Retail,Ana,10,1500.5,Key,br,SP,Web
            """})
    void readsTheExportsOfTheUsualCrms(String file) {
        JsonPath job = Imported.csv(admin, "/v1/accounts/imports", file);

        assertEquals("SUCCEEDED", job.getString("state"), job::prettify);
        admin.get("/v1/accounts?externalId=001A")
                .body("items[0].name", equalTo("Acme"))
                .body("items[0].sector", equalTo("Retail"))
                .body("items[0].country", equalTo("BR"))
                .body("items[0].channel", equalTo("Web"))
                .body("items[0].employees", equalTo(10))
                .body("items[0].annualRevenue.amount", equalTo("1500.50"))
                .body("items[0].annualRevenue.currency", equalTo("BRL"));
    }

    @Test
    void readsATaxIdInTheCountryThatTheAccountHas() {
        Imported.csv(admin, "/v1/accounts/imports", "externalId,name,country\nP-1,Porto,PT\nB-1,Belém,BR\n");

        JsonPath job = Imported.csv(
                admin,
                "/v1/accounts/imports?mode=PARTIAL",
                "externalId,name,taxId\nP-1,Porto,PT501\nB-1,Belém,PT501\nN-1,Nova,PT501\n");

        admin.get("/v1/accounts?externalId=P-1").body("items[0].taxId", equalTo("PT501"));
        admin.get("/v1/accounts/imports/" + job.getString("id") + "/errors")
                .body("items.code", contains("TAX_ID_INVALID", "TAX_ID_INVALID"))
                .body("items.value", contains("PT501", "PT501"));
    }

    @Test
    void loadsProductsAndRates() {
        JsonPath products = Imported.csv(
                admin,
                "/v1/products/imports",
                "code,name,kind,listPrice,currency,embeddedTaxRate\nCRM,CRM,Plano,99.90,BRL,0.0925\nSUP,Support,SUPPORT,,,\n");
        JsonPath rates = Imported.csv(
                admin, "/v1/fx-rates/imports", "currency,ratedOn,rate\nUSD,2026-01-31,5.4321\nEUR,2026-01-31,6.1\n");

        assertEquals(2, products.getInt("rowsAccepted"), products::prettify);
        assertEquals(2, rates.getInt("rowsAccepted"), rates::prettify);
        admin.get("/v1/products?sort=code")
                .body("items.kind", contains("PLAN", "SUPPORT"))
                .body("items.embeddedTaxRate", contains(0.0925F, null));
        assertEquals(
                "FAILED",
                Imported.csv(admin, "/v1/products/imports", "code,name,embeddedTaxRate\nCRM,CRM,1\n")
                        .getString("state"));
        Imported.csv(admin, "/v1/products/imports", "code,name\nCRM,CRM 2\n");
        admin.get("/v1/products?sort=code").body("items.embeddedTaxRate", contains(0.0925F, null));
        admin.get("/v1/fx-rates?currency=USD").body("items.rate", contains("5.4321"));
        JsonPath again = Imported.csv(
                admin, "/v1/fx-rates/imports", "currency,ratedOn,rate\nUSD,2026-01-31,5.43210\nBRL,2026-01-31,1\n");
        assertEquals("FAILED", again.getString("state"));
    }
}
