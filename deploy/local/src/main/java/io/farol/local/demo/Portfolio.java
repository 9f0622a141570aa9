package io.farol.local.demo;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** 400 customers over 30 months, made from a tenant's name and a day alone: the same input gives the same bytes. */
public final class Portfolio {
    /** How many customers a portfolio has. */
    public static final int CUSTOMERS = 400;
    /** How many months it covers. */
    public static final int MONTHS = 30;

    private static final int NEW_FOR_DAYS = 75;

    private final List<Customer> customers = new ArrayList<>();
    private final String tenant;
    private final LocalDate today;

    private Portfolio(String tenant, LocalDate today) {
        this.tenant = tenant;
        this.today = today;
        LocalDate startsOn = YearMonth.from(today).minusMonths(MONTHS - 1L).atDay(1);
        LocalDate until = today.plusDays(1);
        Random random = new Random(tenant.hashCode());
        String prefix = prefix(tenant);
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

    /** What the external ids of a tenant begin with. */
    static String prefix(String tenant) {
        return tenant.substring(0, 3).toUpperCase(Locale.ROOT);
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
            Csv.row(
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
                "externalId,name,taxId,sector,region,country,channel,sellerName,csmExternalId,employees,customerSince,activatedOn\n");
        for (int n = 0; n < customers.size(); n++) {
            Customer customer = customers.get(n);
            Company company = customer.company();
            Csv.row(
                    csv,
                    customer.externalId(),
                    company.name(),
                    company.cnpj(),
                    company.sector(),
                    company.region(),
                    "BR",
                    company.channel(),
                    company.seller(),
                    Team.csmOf(tenant, n),
                    company.employees(),
                    customer.since(),
                    isNew(customer) ? null : customer.since().plusDays(30));
        }
        return csv.toString();
    }

    /** From this day on changes are told one by one; {@link #wavesCsv} tells those before, as they are imported from a system that was left. */
    LocalDate amendedByHandFrom() {
        return today.minusDays(21);
    }

    /** Whose first contract is so new that the customer is being onboarded: it is activated by its First Value alone. */
    boolean isNew(Customer customer) {
        return customer.since().plusDays(NEW_FOR_DAYS).isAfter(today);
    }

    /** New ones, who has been here for longest first. */
    List<Customer> newest() {
        return customers.stream()
                .filter(this::isNew)
                .sorted(Comparator.comparing(Customer::since).thenComparing(Customer::externalId))
                .toList();
    }

    /** Customers whose only contract has long been running and has not changed lately. */
    List<Customer> settled() {
        return customers.stream()
                .filter(customer -> customer.since().isBefore(today.minusDays(200)))
                .filter(customer -> !customer.running(today).isEmpty()
                        && customer.lines().stream()
                                        .map(Line::contract)
                                        .distinct()
                                        .count()
                                == 1
                        && customer.freezes().stream()
                                .noneMatch(freeze -> freeze.until().isAfter(today))
                        && customer.lines().stream()
                                .noneMatch(line -> line.startsOn().isAfter(amendedByHandFrom())))
                .toList();
    }

    /** External id of the line by which a customer has the platform today, however often it was amended. */
    String platformLine(Customer customer) {
        return customer.linesUntil(amendedFrom()).stream()
                .filter(line -> line.product().equals(Offer.PLATFORM.code()) && line.runsOn(today))
                .map(Line::externalId)
                .findFirst()
                .orElseThrow();
    }

    /** Body of an import of contract lines. */
    String contractLinesCsv() {
        return csv(customers.stream()
                .flatMap(customer -> customer.linesUntil(amendedFrom()).stream().map(line -> new Told(customer, line)))
                .toList());
    }

    /** Bodies of imports, one after the other, of what became of those lines. */
    List<String> wavesCsv() {
        List<List<Told>> waves = new ArrayList<>();
        for (Customer customer : customers) {
            List<List<Line>> own = customer.waves(amendedFrom(), amendedByHandFrom());
            for (int i = 0; i < own.size(); i++) {
                if (i == waves.size()) {
                    waves.add(new ArrayList<>());
                }
                for (Line line : own.get(i)) {
                    waves.get(i).add(new Told(customer, line));
                }
            }
        }
        return waves.stream().map(Portfolio::csv).toList();
    }

    private record Told(Customer customer, Line line) {}

    private static String csv(List<Told> lines) {
        StringBuilder csv = new StringBuilder(
                "lineExternalId,contractExternalId,accountExternalId,productCode,quantity,unitPrice,currency,billingPeriodMonths,discount,recurring,startsOn,endsOn,autoRenew,changeKind,churnReason\n");
        for (Told told : lines) {
            Line line = told.line();
            Csv.row(
                    csv,
                    line.externalId(),
                    line.contract(),
                    told.customer().externalId(),
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
        return csv.toString();
    }
}
