package io.farol.metrics.accountsfeed;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A believable mess: contracts, changes, freezes, groups and rates in any order, many of them late or on the same day as another. */
final class RandomHistory {
    private static final LocalDate START = LocalDate.of(2022, 3, 1);

    private final Random random;
    private final boolean isAbroad;
    final Books books;
    private final List<UUID> accounts = new ArrayList<>();
    private final Map<UUID, List<UUID>> lines = new HashMap<>();
    private final Map<UUID, List<LocalDate>> daysByAccount = new HashMap<>();
    private final List<UUID> products = new ArrayList<>();
    private LocalDate today = START;
    int changes;
    int late;
    int sameDay;

    RandomHistory(long seed, String tenant, int accountCount) {
        this(seed, new Books(tenant), accountCount, false);
    }

    /** @param isAbroad with lines in other currencies above all, rates that move often, and families that change */
    RandomHistory(long seed, Books books, int accountCount, boolean isAbroad) {
        random = new Random(seed);
        this.isAbroad = isAbroad;
        this.books = books;
        books.reportIn("BRL");
        for (int i = 0; i < 3; i++) {
            products.add(books.nextId());
        }
        for (int i = 0; i < accountCount; i++) {
            UUID account = random.nextBoolean()
                    ? books.account("sector", pick("A", "B"), "attr.size", pick("S", "L"))
                    : books.account("sector", pick("A", "B"));
            accounts.add(account);
            lines.put(account, new ArrayList<>());
            daysByAccount.put(account, new ArrayList<>());
        }
        books.publish();
    }

    /** Of any account. */
    int fewestChanges() {
        return daysByAccount.values().stream().mapToInt(List::size).min().orElseThrow();
    }

    /** Some changes of some accounts, not yet told. */
    void step() {
        today = today.plusDays(random.nextInt(25));
        for (int i = 0; i <= random.nextInt(3); i++) {
            change(accounts.get(random.nextInt(accounts.size())));
        }
        if (random.nextInt(8) == 0) {
            books.rate(pick("USD", "EUR"), START.plusDays(random.nextInt(1200)), pick("5.123456", "4.9", "6.33333333"));
        }
        if (random.nextInt(60) == 0) {
            books.reportIn("BRL");
        }
        if (isAbroad) {
            books.discount(pick("0", "0", "0.15", "0.333333", "1"));
            if (random.nextInt(12) == 0) {
                books.product(
                        products.get(random.nextInt(2)), random.nextInt(4) == 0 ? null : pick("0.0925", "0.1433", "0"));
            }
            moveRates();
            moveFamilies();
        }
    }

    /** Often several times in one month. */
    private void moveRates() {
        LocalDate day = START.minusDays(60).plusDays(random.nextInt(1300));
        for (int i = 0; i < random.nextInt(4); i++) {
            books.rate(
                    pick("USD", "EUR"),
                    day.plusDays(random.nextInt(20)),
                    "" + (4 + random.nextInt(3)) + "." + (1 + random.nextInt(99_999)));
        }
    }

    /** Chains, circles and parents that nobody knows among them. */
    private void moveFamilies() {
        if (random.nextInt(4) == 0) {
            int choice = random.nextInt(6);
            books.parent(
                    accounts.get(random.nextInt(accounts.size())),
                    choice == 0 ? null : choice == 1 ? books.nextId() : accounts.get(random.nextInt(accounts.size())));
        }
    }

    private void change(UUID account) {
        LocalDate day = day(account);
        List<UUID> held = lines.get(account);
        changes++;
        int choice = random.nextInt(20);
        if (held.isEmpty() || choice < 5 && held.size() < 7) {
            LocalDate until = random.nextInt(3) == 0 ? day.plusDays(1 + random.nextInt(500)) : null;
            UUID product = products.get(random.nextInt(3));
            if (held.isEmpty() || random.nextInt(3) > 0) {
                held.add(books.line(account, product, day, until, amount(), currency()));
            } else if (random.nextInt(4) > 0) {
                held.add(books.lineBeside(line(held), product, day, until, amount(), currency()));
            } else {
                books.lineBeside(line(held), product, day, until, 0, currency());
            }
        } else if (choice < 11) {
            String kind = pick("READJUSTMENT", "READJUSTMENT", "UPSELL", "OTHER", "RENEWAL", "");
            books.changeLine(
                    line(held), day, BigDecimal.valueOf(1 + random.nextInt(3)), amount(), kind.isEmpty() ? null : kind);
        } else if (choice < 14) {
            books.endLine(line(held), day, pick("PRICE", "MERGER"));
        } else if (choice < 16) {
            books.freeze(account, day, day.plusDays(1 + random.nextInt(120)), random.nextInt(4) > 0);
        } else if (choice < 17) {
            books.removeFreezes(account);
        } else {
            books.group(
                    account,
                    pick("sector", "seller", "attr.size"),
                    random.nextInt(4) == 0 ? null : pick("A", "B", "C"),
                    random.nextInt(5) == 0 ? null : day);
        }
    }

    private LocalDate day(UUID account) {
        List<LocalDate> days = daysByAccount.get(account);
        int choice = random.nextInt(100);
        LocalDate day;
        if (choice < 25 && !days.isEmpty()) {
            day = days.get(random.nextInt(days.size()));
            sameDay++;
        } else if (choice < 75) {
            day = START.plusDays(random.nextInt(1 + (int) ChronoUnit.DAYS.between(START, today)));
        } else {
            day = today.plusDays(random.nextInt(60));
        }
        if (days.stream().anyMatch(day::isBefore)) {
            late++;
        }
        days.add(day);
        return day;
    }

    private UUID line(List<UUID> held) {
        return held.get(random.nextInt(held.size()));
    }

    private long amount() {
        return 10_000L * (1 + random.nextInt(40)) + (random.nextInt(3) == 0 ? random.nextInt(10_000) : 0);
    }

    private String currency() {
        return random.nextInt(3) > (isAbroad ? 1 : 0) ? "BRL" : pick("USD", "EUR");
    }

    private String pick(String... choices) {
        return choices[random.nextInt(choices.length)];
    }
}
