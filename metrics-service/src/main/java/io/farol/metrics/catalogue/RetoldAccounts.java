package io.farol.metrics.catalogue;

import io.farol.metrics.retelling.Retelling;
import io.farol.metrics.retelling.Retelling.Told;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * What accounts that are told anew add to one value, for its explanation.
 *
 * @param replaced accounts whose place they take
 */
record RetoldAccounts(Collection<UUID> replaced, List<Row> rows) {
    /** Continues {@code select tenant_id, account_id, name, numerator, denominator, last_numerator, last_denominator from … where …}. */
    static final String SQL = """
            and account_id <> all(cast(:replaced as uuid[]))
            union all
            select cast(:tenant as text), t.account_id, coalesce(a.name, ''), t.numerator, t.denominator, t.last_numerator, t.last_denominator
              from unnest(cast(:retold as uuid[]), cast(:retoldNumerators as bigint[]), cast(:retoldDenominators as bigint[]), cast(:lastNumerators as bigint[]),
                          cast(:lastDenominators as bigint[])) t (account_id, numerator, denominator, last_numerator, last_denominator)
              left join account_copy a on a.tenant_id = :tenant and a.id = t.account_id""";

    /** Sums of one account; money in 1/10,000. */
    record Row(UUID accountId, long numerator, long denominator, long lastNumerator, long lastDenominator) {
        private boolean isNothing() {
            return numerator == 0 && denominator == 0 && lastNumerator == 0 && lastDenominator == 0;
        }
    }

    /** Empty when all accounts are as the ledger tells them. @param scope of one period @param factors and group as of the explanation */
    static Optional<RetoldAccounts> of(Retelling retelling, Scope scope, List<Factor> factors, String group) {
        if (retelling.isNone()) {
            return Optional.empty();
        }
        int month = scope.periods().getFirst().last();
        List<Row> rows = new ArrayList<>();
        for (Told told : retelling.told(scope.filter(), scope.groupBy())) {
            if (told.sign() > 0) {
                Facts facts = new Facts(scope, java.util.Comparator.naturalOrder());
                facts.addTold(List.of(told), Set.of());
                facts.addToldLives(List.of(told));
                PeriodFacts ofGroup = facts.of(group, month);
                rows.add(new Row(
                        told.accountId(),
                        factors.getFirst().numerator().sum(ofGroup),
                        factors.getFirst().denominator().sum(ofGroup),
                        factors.getLast().numerator().sum(ofGroup),
                        factors.getLast().denominator().sum(ofGroup)));
            }
        }
        rows.removeIf(Row::isNothing);
        return Optional.of(new RetoldAccounts(retelling.replaced(), rows));
    }

    Map<String, Object> binds() {
        return Map.of(
                "replaced", array(replaced),
                "retold", array(rows.stream().map(Row::accountId).toList()),
                "retoldNumerators", array(rows.stream().map(Row::numerator).toList()),
                "retoldDenominators", array(rows.stream().map(Row::denominator).toList()),
                "lastNumerators", array(rows.stream().map(Row::lastNumerator).toList()),
                "lastDenominators",
                        array(rows.stream().map(Row::lastDenominator).toList()));
    }

    /** An array as PostgreSQL reads it. */
    private static String array(Collection<?> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "{", "}"));
    }
}
