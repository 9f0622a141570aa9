package io.farol.local.demo;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One customer's years with us: contracts whose lines follow each other in time, and freezes. */
final class Customer {
    private static final List<String> CHURN_REASONS =
            List.of("PRICE", "LOW_USAGE", "COMPETITOR", "BAD_FIT", "CLOSED_DOWN");
    private static final int LONGEST_FREEZE_DAYS = 180;
    private static final List<String> FREEZE_REASONS =
            List.of("Reforma da operação", "Troca de gestão", "Sazonalidade", "Renegociação");
    /** Yearly readjustment by the month it falls into, near the IPCA of those years. */
    private static final List<String> INDEX = List.of("1.0462", "1.0424", "1.0483", "1.0453", "1.0510", "1.0497");

    /**
     * New terms of a line that goes on.
     *
     * @param lineExternalId of the first stretch, which stands for the whole line
     */
    record Change(
            String lineExternalId, String changeKind, LocalDate effectiveOn, int quantity, BigDecimal unitPrice) {}

    /**
     * MRR that was sold to a customer who was one already.
     *
     * @param kind UPSELL or CROSS_SELL
     */
    record Growth(String kind, String product, LocalDate on, BigDecimal mrr) {}

    /** @param until exclusive */
    record Freeze(LocalDate from, LocalDate until, String reason, boolean isBillingSuspended) {}

    /** What runs now and may still change. */
    private static final class Running {
        private final Offer offer;
        private final LocalDate since;
        private final int quantity;
        private final BigDecimal unitPrice;
        private final @Nullable String changeKind;

        Running(Offer offer, LocalDate since, int quantity, BigDecimal unitPrice, @Nullable String changeKind) {
            this.offer = offer;
            this.since = since;
            this.quantity = quantity;
            this.unitPrice = unitPrice;
            this.changeKind = changeKind;
        }
    }

    private final String externalId;
    private final Company company;
    private final Random random;
    private final int sizeClass;
    private final int billingPeriodMonths;
    private final BigDecimal discount;
    private final List<Line> lines = new ArrayList<>();
    private final List<Freeze> freezes = new ArrayList<>();
    private LocalDate frozenSince = LocalDate.MIN;
    private List<Running> running = new ArrayList<>();
    private int contracts;
    private LocalDate contractSince = LocalDate.EPOCH;
    private final LocalDate since;

    Customer(String externalId, Company company, LocalDate since, LocalDate until, Random random) {
        this.externalId = externalId;
        this.company = company;
        this.random = random;
        this.since = since;
        sizeClass = company.employees() > 1400 ? 2 : company.employees() > 250 ? 1 : 0;
        billingPeriodMonths = chance(0.2) ? 12 : 1;
        discount = new BigDecimal(chance(0.25) ? "0.10" : "0");
        live(until);
    }

    String externalId() {
        return externalId;
    }

    Company company() {
        return company;
    }

    LocalDate since() {
        return since;
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Lines as they are imported: what changed from that day on is left to {@link #changesFrom}. */
    List<Line> linesUntil(LocalDate day) {
        List<Line> imported = new ArrayList<>();
        for (Line line : lines) {
            int before = indexOfPredecessor(imported, line, day);
            if (before < 0) {
                imported.add(line);
            } else {
                imported.set(before, imported.get(before).until(line.endsOn(), line.churnReason()));
            }
        }
        return imported;
    }

    /**
     * The changes of {@link #changesFrom} as rows that say what a line is from their day on, such as an import takes one for each line: the n-th change of every line in the n-th wave.
     *
     * @param until exclusive
     */
    List<List<Line>> waves(LocalDate from, LocalDate until) {
        List<Line> roots = linesUntil(from);
        Map<String, Integer> told = new HashMap<>();
        List<List<Line>> waves = new ArrayList<>();
        List<Line> imported = new ArrayList<>();
        for (Line line : lines) {
            int before = indexOfPredecessor(imported, line, from);
            if (before < 0) {
                imported.add(line);
                continue;
            }
            imported.set(before, imported.get(before).until(line.endsOn(), line.churnReason()));
            if (line.startsOn().isBefore(until)) {
                Line root = roots.get(before);
                int wave = told.merge(root.externalId(), 1, Integer::sum) - 1;
                if (wave == waves.size()) {
                    waves.add(new ArrayList<>());
                }
                waves.get(wave).add(line.as(root.externalId(), root.endsOn(), root.churnReason()));
            }
        }
        return waves;
    }

    /** What was sold to it from a day on, beyond its first contract. */
    List<Growth> growthFrom(LocalDate day) {
        List<Growth> growth = new ArrayList<>();
        for (Line line : lines) {
            if (line.startsOn().isBefore(day)) {
                continue;
            }
            if ("CROSS_SELL".equals(line.changeKind())) {
                growth.add(new Growth("CROSS_SELL", line.product(), line.startsOn(), line.mrr()));
            } else if ("UPSELL".equals(line.changeKind())) {
                BigDecimal before = lines.stream()
                        .filter(other -> other.contract().equals(line.contract())
                                && other.product().equals(line.product())
                                && line.startsOn().equals(other.endsOn()))
                        .map(Line::mrr)
                        .findFirst()
                        .orElse(BigDecimal.ZERO);
                growth.add(new Growth(
                        "UPSELL", line.product(), line.startsOn(), line.mrr().subtract(before)));
            }
        }
        return growth;
    }

    /** Lines that run on a day. */
    List<Line> running(LocalDate day) {
        return lines.stream().filter(line -> line.runsOn(day)).toList();
    }

    /** Changes of running lines from that day on, in their order. */
    List<Change> changesFrom(LocalDate day) {
        List<Line> imported = new ArrayList<>();
        List<Change> changes = new ArrayList<>();
        for (Line line : lines) {
            int before = indexOfPredecessor(imported, line, day);
            if (before < 0) {
                imported.add(line);
            } else {
                Line root = imported.get(before);
                changes.add(new Change(
                        root.externalId(),
                        String.valueOf(line.changeKind()),
                        line.startsOn(),
                        line.quantity(),
                        line.unitPrice()));
                imported.set(before, root.until(line.endsOn(), line.churnReason()));
            }
        }
        changes.sort(java.util.Comparator.comparing(Change::effectiveOn));
        return changes;
    }

    /** The line that a stretch goes on with, when it begins on that day or later. */
    private static int indexOfPredecessor(List<Line> imported, Line line, LocalDate day) {
        if (line.startsOn().isBefore(day) || line.changeKind() == null) {
            return -1;
        }
        for (int i = imported.size() - 1; i >= 0; i--) {
            Line other = imported.get(i);
            if (other.contract().equals(line.contract())
                    && other.product().equals(line.product())
                    && line.startsOn().equals(other.endsOn())) {
                return i;
            }
        }
        return -1;
    }

    List<Freeze> freezes() {
        return List.copyOf(freezes);
    }

    private void live(LocalDate until) {
        sign(since);
        LocalDate frozenUntil = since;
        @Nullable LocalDate returnsOn = null;
        for (LocalDate month = since.withDayOfMonth(1).plusMonths(1);
                month.isBefore(until);
                month = month.plusMonths(1)) {
            LocalDate day = month.plusDays(random.nextInt(28));
            if (running.isEmpty()) {
                if (returnsOn != null && !day.isBefore(returnsOn)) {
                    sign(day);
                    returnsOn = null;
                }
                continue;
            }
            if (day.isBefore(frozenUntil) || !day.isBefore(until)) {
                continue;
            }
            if (isAnniversary(month)) {
                readjust(month);
            } else if (chance(0.007 + 0.006 * (2 - sizeClass))) {
                churn(day);
                returnsOn = chance(0.2) ? day.plusMonths(2 + random.nextInt(5)) : null;
            } else if (chance(0.022)) {
                change(day, 1.1 + random.nextDouble() * 0.4, "UPSELL");
            } else if (chance(0.009)) {
                change(day, 0.6 + random.nextDouble() * 0.3, "DOWNSELL");
            } else if (chance(0.012)) {
                crossSell(day);
            } else if (chance(0.004)) {
                frozenUntil = month.plusMonths(1L + random.nextInt(3));
                freeze(month, frozenUntil, pick(FREEZE_REASONS), chance(0.8));
            }
        }
        running.forEach(open -> close(open, null, null));
    }

    /** Freezes that follow each other are one: together they keep to the longest that a tenant allows by default. */
    private void freeze(LocalDate from, LocalDate until, String reason, boolean isBillingSuspended) {
        boolean follows = !freezes.isEmpty() && freezes.getLast().until().equals(from);
        frozenSince = follows ? frozenSince : from;
        LocalDate latest = frozenSince.plusDays(LONGEST_FREEZE_DAYS);
        if (from.isBefore(latest)) {
            freezes.add(new Freeze(from, until.isBefore(latest) ? until : latest, reason, isBillingSuspended));
        }
    }

    private void sign(LocalDate day) {
        contracts++;
        contractSince = day;
        running.add(new Running(Offer.PLATFORM, day, seats(), price(Offer.PLATFORM), null));
        if (chance(0.35)) {
            running.add(new Running(Offer.ANALYTICS, day, 1, price(Offer.ANALYTICS), null));
        }
        if (chance(0.25)) {
            running.add(new Running(Offer.PREMIUM_SUPPORT, day, 1, price(Offer.PREMIUM_SUPPORT), null));
        }
    }

    private void readjust(LocalDate day) {
        BigDecimal factor = new BigDecimal(INDEX.get((day.getYear() * 12 + day.getMonthValue()) % INDEX.size()));
        replaceAll(day, factor, "READJUSTMENT");
    }

    private void replaceAll(LocalDate day, BigDecimal factor, String kind) {
        List<Running> next = new ArrayList<>();
        for (Running one : running) {
            close(one, day, null);
            next.add(new Running(one.offer, day, one.quantity, times(one.unitPrice, factor), kind));
        }
        running = next;
    }

    /** More or fewer seats of the platform. */
    private void change(LocalDate day, double factor, String kind) {
        Running platform = running.getFirst();
        if (!platform.since.isBefore(day)) {
            return;
        }
        int wanted = (int) Math.round(platform.quantity * factor);
        int quantity = Math.max(
                1,
                kind.equals("UPSELL")
                        ? Math.max(wanted, platform.quantity + 1)
                        : Math.min(wanted, platform.quantity - 1));
        if (quantity == platform.quantity) {
            return;
        }
        close(platform, day, null);
        running.set(0, new Running(platform.offer, day, quantity, platform.unitPrice, kind));
    }

    private void crossSell(LocalDate day) {
        for (Offer offer : List.of(Offer.ANALYTICS, Offer.INTEGRATIONS, Offer.PREMIUM_SUPPORT)) {
            if (running.stream().noneMatch(one -> one.offer == offer)) {
                running.add(new Running(offer, day, 1, price(offer), "CROSS_SELL"));
                return;
            }
        }
    }

    private void churn(LocalDate day) {
        String reason = pick(CHURN_REASONS);
        running.forEach(one -> close(one, day, reason));
        running = new ArrayList<>();
    }

    private void close(Running one, @Nullable LocalDate endsOn, @Nullable String churnReason) {
        lines.add(new Line(
                "%s-%d".formatted(externalId.replace("-A", "-L"), lines.size() + 1),
                "%s-%d".formatted(externalId.replace("-A", "-C"), contracts),
                one.offer.code(),
                one.quantity,
                one.unitPrice.multiply(BigDecimal.valueOf(billingPeriodMonths)),
                billingPeriodMonths,
                discount,
                one.since,
                endsOn,
                one.changeKind,
                churnReason));
    }

    private boolean isAnniversary(LocalDate month) {
        return month.getMonth() == contractSince.getMonth() && month.getYear() > contractSince.getYear();
    }

    private int seats() {
        return switch (sizeClass) {
            case 2 -> 120 + random.nextInt(280);
            case 1 -> 25 + random.nextInt(75);
            default -> 4 + random.nextInt(20);
        };
    }

    /** Add-ons cost more for bigger customers. */
    private BigDecimal price(Offer offer) {
        BigDecimal list = offer.listPrice();
        return offer == Offer.PLATFORM ? list : times(list, BigDecimal.valueOf(1 + 2L * sizeClass));
    }

    private static BigDecimal times(BigDecimal price, BigDecimal factor) {
        return price.multiply(factor).setScale(2, RoundingMode.HALF_UP);
    }

    private boolean chance(double probability) {
        return random.nextDouble() < probability;
    }

    private String pick(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
