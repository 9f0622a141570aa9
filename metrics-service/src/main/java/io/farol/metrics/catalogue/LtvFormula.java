package io.farol.metrics.catalogue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an account is worth over its life (metrics.md 2).
 *
 * <p>TICKET_TIMES_LIFETIME: average ticket × mean life time of the accounts that ended, the censored share beside it. TICKET_OVER_CHURN: average ticket / logo churn rate per month; without
 * churn there is no value. Either is multiplied by the tenant's gross margin when one is set; the numerator stays the ticket.
 */
record LtvFormula(boolean isOverChurn, @Override @Nullable BigDecimal grossMargin) implements Formula {
    private static final int LEAST_DIGITS = 6;

    LtvFormula(boolean isOverChurn) {
        this(isOverChurn, null);
    }

    @Override
    public Formula withMargin(@Nullable BigDecimal margin) {
        return new LtvFormula(isOverChurn, margin);
    }

    @Override
    public Figure of(PeriodFacts facts) {
        Figure ticket = new TicketFormula(1).of(facts);
        if (ticket.value() == null) {
            return ticket;
        }
        return isOverChurn ? overChurn(facts, ticket, ticket.value()) : timesLifeTime(facts, ticket, ticket.value());
    }

    private Figure timesLifeTime(PeriodFacts facts, Figure ticket, BigDecimal perMonth) {
        Figure life = new LifeTimeFormula().of(facts);
        BigDecimal censored = BigDecimal.valueOf(facts.get(Column.CENSORED));
        BigDecimal all = censored.add(BigDecimal.valueOf(facts.get(Column.ENDED)));
        Figure figure = life.value() == null
                ? new Figure(null, perMonth, null, ticket.n(), 0, List.of("NO_ENDED_ACCOUNTS"), Map.of())
                : new Figure(
                        ofMargin(perMonth.multiply(life.value(), MathContext.DECIMAL128)),
                        perMonth,
                        null,
                        ticket.n(),
                        0,
                        List.of(),
                        Map.of());
        return figure.with("lifeTime", life.value(), Unit.MONTHS)
                .with(
                        "censoredShare",
                        all.signum() == 0 ? null : censored.divide(all, MathContext.DECIMAL128),
                        Unit.RATIO);
    }

    private BigDecimal ofMargin(BigDecimal revenue) {
        return grossMargin == null ? revenue : revenue.multiply(grossMargin, MathContext.DECIMAL128);
    }

    private Figure overChurn(PeriodFacts facts, Figure ticket, BigDecimal perMonth) {
        long start = facts.get(Column.LOGOS_AT_START);
        long lost = start - facts.get(Column.LOGOS_KEPT);
        BigDecimal rate = start == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(lost)
                        .divide(BigDecimal.valueOf(start * facts.windowMonths()), MathContext.DECIMAL128);
        rate = rate.setScale(Math.max(rate.scale(), LEAST_DIGITS)); // it is shown as a ratio, not as money
        if (lost == 0) {
            String why = start == 0 ? "NO_DENOMINATOR" : "NO_CHURN";
            return new Figure(null, perMonth, rate, ticket.n(), 0, List.of(why), Map.of());
        }
        return new Figure(
                ofMargin(perMonth.divide(rate, MathContext.DECIMAL128)),
                perMonth,
                rate,
                ticket.n(),
                0,
                List.of(),
                Map.of());
    }

    @Override
    public Set<Column> columns() {
        return isOverChurn
                ? Set.of(Column.CLOSING, Column.PAYING, Column.LOGOS_AT_START, Column.LOGOS_KEPT)
                : Set.of(Column.CLOSING, Column.PAYING, Column.ENDED_MONTHS, Column.ENDED, Column.CENSORED);
    }

    @Override
    public List<Factor> factors() {
        Formula ticket = new TicketFormula(1);
        Formula life = new LifeTimeFormula();
        return List.of(
                new Factor("average_ticket", ticket.numerator(), ticket.denominator()),
                isOverChurn
                        ? new Factor(
                                "logo_churn_rate",
                                Combination.of(Column.LOGOS_AT_START).minus(Column.LOGOS_KEPT),
                                Combination.of(Column.LOGOS_AT_START))
                        : new Factor("life_time", life.numerator(), life.denominator()));
    }

    @Override
    public Combination numerator() {
        return Combination.NONE;
    }

    @Override
    public Combination denominator() {
        return Combination.NONE;
    }
}
