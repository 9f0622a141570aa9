package io.farol.local.demo;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** 400 customers over 30 months, made from a tenant's name and a day alone: the same input gives the same bytes. */
public final class Portfolio {
    /** How many customers a portfolio has. */
    public static final int CUSTOMERS = 400;
    /** How many months it covers. */
    public static final int MONTHS = 30;

    private final List<Customer> customers = new ArrayList<>();
    private final LocalDate today;

    private Portfolio(String tenant, LocalDate today) {
        this.today = today;
        LocalDate startsOn = YearMonth.from(today).minusMonths(MONTHS - 1L).atDay(1);
        LocalDate until = today.plusDays(1);
        Random random = new Random(tenant.hashCode());
        String prefix = tenant.substring(0, 3).toUpperCase(Locale.ROOT);
        int offset = Math.floorMod(tenant.hashCode(), 1000);
        for (int n = 0; n < CUSTOMERS; n++) {
            Company company = Company.number(offset + n, random);
            // Four in ten were customers before the first month, and have their first contracts from up to a year
            // earlier.
            boolean isOld = random.nextDouble() < 0.4;
            LocalDate since = isOld
                    ? startsOn.minusDays(1 + random.nextInt(365))
                    : startsOn.plusDays(random.nextInt(MONTHS * 30));
            LocalDate signed = since.isBefore(until) ? since : until.minusDays(1);
            customers.add(new Customer(
                    "%s-A%04d".formatted(prefix, n + 1), company, signed, until, new Random(random.nextLong())));
        }
    }

    /** @param today the last day of the story, in its last month */
    public static Portfolio of(String tenant, LocalDate today) {
        return new Portfolio(tenant, today);
    }

    List<Customer> customers() {
        return customers;
    }

    /** From this day on changes of running lines are told as amendments of the line, as a user makes them; what happened before is imported as history. */
    LocalDate amendedFrom() {
        return today.minusMonths(MONTHS - 1L).withDayOfMonth(1);
    }

    /** Body of an import of products. */
    String productsCsv() {
        StringBuilder csv = new StringBuilder("code,name,kind,listPrice,currency,unit\n");
        for (Offer offer : Offer.values()) {
            row(
                    csv,
                    offer.code(),
                    offer.label(),
                    offer.kind(),
                    offer.listPrice(),
                    "BRL",
                    offer == Offer.PLATFORM ? "seat" : "unit");
        }
        return csv.toString();
    }

    /** Body of an import of accounts. */
    String accountsCsv() {
        StringBuilder csv = new StringBuilder(
                "externalId,name,taxId,sector,region,country,channel,sellerName,employees,customerSince,activatedOn\n");
        for (Customer customer : customers) {
            Company company = customer.company();
            row(
                    csv,
                    customer.externalId(),
                    company.name(),
                    company.cnpj(),
                    company.sector(),
                    company.region(),
                    "BR",
                    company.channel(),
                    company.seller(),
                    company.employees(),
                    customer.since(),
                    customer.since().plusDays(30).isBefore(today)
                            ? customer.since().plusDays(30)
                            : null);
        }
        return csv.toString();
    }

    /** Body of an import of contract lines. */
    String contractLinesCsv() {
        StringBuilder csv = new StringBuilder(
                "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,discount,recurring,startsOn,endsOn,autoRenew,changeKind,churnReason\n");
        for (Customer customer : customers) {
            for (Customer.Line line : customer.linesUntil(amendedFrom())) {
                row(
                        csv,
                        line.externalId(),
                        line.contract(),
                        customer.externalId(),
                        line.product(),
                        line.quantity(),
                        line.unitPrice(),
                        "BRL",
                        line.billingPeriodMonths(),
                        line.discount(),
                        true,
                        line.startsOn(),
                        line.endsOn(),
                        true,
                        line.changeKind(),
                        line.churnReason());
            }
        }
        return csv.toString();
    }

    private static void row(StringBuilder csv, @Nullable Object... values) {
        csv.append(java.util.Arrays.stream(values)
                        .map(value -> value == null ? "" : value.toString())
                        .collect(Collectors.joining(",")))
                .append('\n');
    }
}
