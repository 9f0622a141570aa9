package io.farol.metrics.catalogue;

import jakarta.enterprise.context.ApplicationScoped;
import org.jdbi.v3.core.Jdbi;

/** Reads what is known of onboardings in each period; only those of accounts as a whole, one for each account, and none that the feed itself took back as an old client's. */
@ApplicationScoped
class OnboardingFacts {
    private final Jdbi jdbi;

    OnboardingFacts(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /**
     * One row for each account and period in which it counts: {@code (month, value, account_id, days, net_days, is_reached, is_open, is_entered, is_activated)}. An account that began more than once
     * entered when it began first, and has the First Value that it had first.
     */
    static String rows(Scope scope) {
        return """
                select x.month, %1$s as value, a.account_id, a.first_value_on - a.clock_starts_on as days, a.first_value_on - a.clock_starts_on - a.paused_days as net_days,
                       coalesce(a.first_value_on > x.start_day and a.first_value_on <= x.served_day and a.first_value_on <= :asOf, false) as is_reached,
                       a.started_on <= x.served_day and coalesce(a.first_value_on > least(x.served_day, :asOf), true)
                           and coalesce(a.ended_on > x.served_day, true) as is_open,
                       a.started_on > x.start_day and a.started_on <= x.served_day as is_entered, coalesce(a.first_value_on <= :asOf, false) as is_activated
                  from period x
                  join (select distinct on (f.account_id) f.account_id, f.clock_starts_on, f.first_value_on, f.paused_days, f.ended_on,
                               min(f.started_on) over (partition by f.account_id) as started_on
                          from onboarding_fact f
                         where f.tenant_id = :tenant and f.pos + 0 <= :position and f.pos_to > :position and f.product_id is null and f.end_reason is distinct from 'OLD_CLIENT'
                         order by f.account_id, f.first_value_on, f.ended_on desc nulls first, f.id) a
                    on a.started_on <= x.served_day or a.first_value_on <= x.served_day
                  %2$s""".formatted(scope.value(""), scope.join("a.account_id", "x.month"));
    }

    void read(Scope scope, Facts facts) {
        String sql = """
                select o.month, o.value, o.days, o.net_days, o.is_reached, o.is_open, o.is_entered, o.is_activated, count(*) as accounts
                  from (%s) o where o.is_reached or o.is_open or o.is_entered
                 group by 1, 2, 3, 4, 5, 6, 7, 8""".formatted(rows(scope));
        jdbi.useHandle(handle -> scope.bind(handle.createQuery(scope.with() + sql))
                .map((row, context) -> {
                    PeriodFacts group = facts.of(row.getString("value"), row.getInt("month"));
                    long accounts = row.getLong("accounts");
                    if (row.getBoolean("is_reached")) {
                        group.addFirstValues(row.getInt("days"), row.getInt("net_days"), accounts);
                    }
                    if (row.getBoolean("is_open")) {
                        group.add(Column.OPEN_ONBOARDINGS, accounts);
                    }
                    if (row.getBoolean("is_entered")) {
                        group.add(Column.ENTERED, accounts)
                                .add(Column.ACTIVATED, row.getBoolean("is_activated") ? accounts : 0);
                    }
                    return true;
                })
                .list());
    }
}
