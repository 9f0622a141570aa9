package io.farol.accounts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.farol.testkit.CsvFile;
import io.farol.testkit.Issuer;
import io.farol.testkit.ServiceUnderTest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Lists as files: their columns, the rows that the filter chooses, as a spreadsheet in Brazil wants them, formulas defused. */
@QuarkusTest
@QuarkusTestResource(ServiceUnderTest.class)
class CsvFileTest {
    private final Caller admin = Caller.ofNewTenant();

    private List<String> lines(String list, String name) {
        return CsvFile.lines(Issuer.token(admin.tenant(), "vera", "viewer"), list, name);
    }

    private String product(String code, String name, String more) {
        return admin.made("/v1/products", "{\"code\":\"%s\",\"name\":\"%s\"%s}".formatted(code, name, more));
    }

    @Test
    void givesAccounts() {
        admin.made("/v1/accounts", """
                {"name":"=1+1","externalId":"A-1","sector":"Varejo","annualRevenue":{"amount":"1234.50","currency":"BRL"},"customerSince":"2026-01-31","tags":["vip"]}""");
        admin.made("/v1/accounts", "{\"name\":\"Other\",\"sector\":\"Banco\"}");

        List<String> lines = lines("/v1/accounts?sector=Varejo&locale=pt-BR", "accounts.csv");

        assertEquals(2, lines.size());
        assertEquals(
                "\uFEFFid;externalId;name;taxId;state;sector;region;country;channel;sellerName;csmId;csmName;parentAccountId;parentAccountName;employees;areaEmployees;annualRevenue;currency;customerSince;activatedOn;tags",
                lines.getFirst());
        assertEquals(
                "A-1;'=1+1;;PROSPECT;Varejo;;;;;;;;;;;1234,50;BRL;31/01/2026;;vip",
                lines.get(1).substring(37));
        assertEquals(
                "A-1,'=1+1,,PROSPECT,Varejo,,,,,,,,,,,1234.50,BRL,2026-01-31,,vip",
                lines("/v1/accounts?q=1", "accounts.csv").get(1).substring(37));
    }

    @Test
    void givesProducts() {
        product(
                "CRM",
                "@CRM",
                ",\"kind\":\"PLAN\",\"listPrice\":{\"amount\":\"99.90\",\"currency\":\"BRL\"},\"embeddedTaxRate\":0.0925");
        product("SUP", "Support", ",\"kind\":\"SUPPORT\"");

        List<String> lines = lines("/v1/products?kind=PLAN&locale=pt-BR", "products.csv");

        assertEquals(2, lines.size());
        assertEquals(
                "\uFEFFid;code;name;kind;solutionArea;listPrice;currency;unit;embeddedTaxRate;isActive",
                lines.getFirst());
        assertEquals("CRM;'@CRM;PLAN;;99,90;BRL;;0,0925;true", lines.get(1).substring(37));
    }

    @Test
    void givesContractsAndTheirLines() {
        String account = admin.made("/v1/accounts", "{\"name\":\"-Acme\"}");
        String product = product("CRM", "+CRM", ",\"kind\":\"PLAN\"");
        String contract = signed(account, product, "C-1", "2026-01-15");
        signed(account, product, "C-2", "2026-03-01");

        List<String> contracts = lines("/v1/contracts?externalId=C-1&locale=pt-BR", "contracts.csv");
        List<String> ofLines =
                lines("/v1/contract-lines?contractId=" + contract + "&locale=pt-BR", "contract-lines.csv");

        assertEquals(2, contracts.size());
        assertEquals(
                "\uFEFFid;externalId;accountId;accountName;signedOn;termStartsOn;termEndsOn;isAutoRenewing;noticeDays;readjustmentIndex;cancelledOn;churnReason",
                contracts.getFirst());
        assertTrue(
                contracts.get(1).startsWith(contract + ";C-1;" + account + ";'-Acme;15/01/2026;15/01/2026;15/01/2027;"),
                contracts.get(1));
        assertEquals(2, ofLines.size());
        assertEquals(
                "\uFEFFid;externalId;contractId;contractExternalId;accountId;accountName;productCode;productName;startsOn;endsOn;mrr;currency",
                ofLines.getFirst());
        assertEquals(
                "L-C-1;" + contract + ";C-1;" + account + ";'-Acme;CRM;'+CRM;15/01/2026;15/01/2027;25,00;BRL",
                ofLines.get(1).substring(37));
    }

    private String signed(String account, String product, String externalId, String day) {
        return admin.made(
                "/v1/contracts", """
                {"externalId":"%s","accountId":"%s","signedOn":"%s","termStartsOn":"%3$s","termEndsOn":"%s",
                 "lines":[{"externalId":"L-%1$s","productId":"%s","quantity":"2","unitPrice":{"amount":"12.50","currency":"BRL"},"billingPeriodMonths":1,"startsOn":"%3$s"}]}""".formatted(externalId, account, day, day.replace("2026", "2027"), product));
    }
}
