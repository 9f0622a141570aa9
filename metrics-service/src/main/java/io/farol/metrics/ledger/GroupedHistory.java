package io.farol.metrics.ledger;

import io.farol.metrics.ledger.GroupFormula.MonthGroup;
import java.util.List;
import java.util.Optional;

/** An {@link AccountHistory} in the groups in which an answer counts it; months in which it is not chosen are left out. */
public final class GroupedHistory {
    private static final String NO_DIM = "";

    private final AccountHistory history;
    private final List<MonthGroup> groups;
    private final Cells flows;
    private final String prefix;

    /** @param groups at month-ends, without gaps @param prefix of the values that are chosen */
    GroupedHistory(AccountHistory history, List<MonthGroup> groups, Cells flows, String prefix) {
        this.history = history;
        this.groups = groups;
        this.flows = flows;
        this.prefix = prefix;
    }

    /** Takes what is added to one measure, as of the ledger's table {@code cell}, of a group in a month. */
    @FunctionalInterface
    public interface Flow {
        void take(String group, String measure, int month, long amountE4, long n);
    }

    /** Takes accounts that have a length of life from a month on, as of the dimensions {@code life:} of {@code cell}. */
    @FunctionalInterface
    public interface Life {
        void take(String group, boolean isEnded, int key, int month, long n);
    }

    public AccountHistory history() {
        return history;
    }

    /** The group at the end of a month; empty when it is not chosen then, and for groups of lines. */
    public Optional<String> groupAt(int month) {
        return groups.isEmpty() ? Optional.empty() : groupOf(GroupFormula.valueAt(groups, month));
    }

    /** What it adds to the statement. */
    public void flows(Flow flow) {
        flows.each((key, sum) -> groupOf(key.value())
                .ifPresent(group -> flow.take(group, key.measure(), key.month(), sum.amountE4(), sum.n())));
    }

    /** What it adds to the life times. */
    public void lives(Life life) {
        LifeFormula.of(NO_DIM, groups, history.months())
                .each((key, sum) -> groupOf(key.value()).ifPresent(group -> {
                    boolean isEnded = key.measure().startsWith(LifeFormula.ENDED);
                    String number = key.measure().substring((isEnded ? LifeFormula.ENDED : LifeFormula.OPEN).length());
                    life.take(group, isEnded, Integer.parseInt(number), key.month(), sum.n());
                }));
    }

    private Optional<String> groupOf(String value) {
        return value.startsWith(prefix) ? Optional.of(value.substring(prefix.length())) : Optional.empty();
    }
}
