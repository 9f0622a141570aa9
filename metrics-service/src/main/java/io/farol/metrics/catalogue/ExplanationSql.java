package io.farol.metrics.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One value account by account, as SQL: a row {@code (tenant_id, account_id, name, numerator, denominator, last_numerator, last_denominator)} for each account that has a part in it, whose
 * sums are the numerators and denominators of the first and the last factor. Works for all accounts and groupings of accounts.
 *
 * @param scope of one period
 * @param factors one or two
 * @param retold accounts that are told anew; empty when none are
 */
record ExplanationSql(Scope scope, List<Factor> factors, String group, Optional<RetoldAccounts> retold) {

    String sql() {
        String believed = FactRepository.believed("i");
        String isNew = "c.kind in ('NEW', 'REACTIVATION')";
        StringBuilder columns = new StringBuilder();
        for (String kind : new String[] {
            "NEW", "REACTIVATION", "EXPANSION", "READJUSTMENT", "UNFREEZE", "FREEZE", "CONTRACTION", "CHURN"
        }) {
            columns.append(", coalesce(sum(c.amount_e4) filter (where c.kind = '%s'), 0)::bigint as %s_e4"
                    .formatted(kind, kind.toLowerCase(java.util.Locale.ROOT)));
        }
        String at = """
                select i.account_id, i.mrr_e4, i.frozen_e4, %1$s as value from period x join account_interval i on %2$s %3$s %4$s""";
        String atStart = at.formatted(
                scope.value(""),
                FactRepository.onDay("i", "x.start_day"),
                believed,
                scope.join("i.account_id", "x.start_month"));
        String atEnd = at.formatted(
                scope.value(""),
                FactRepository.onDay("i", "x.on_day"),
                believed,
                scope.join("i.account_id", "x.month"));
        return scope.with()
                + """
                , opening as (select * from (%1$s) o where o.value = :group),
                closing as (select * from (%2$s) o where o.value = :group),
                ends as (select i.account_id, i.mrr_e4, i.frozen_e4 from period x join account_interval i on %3$s %4$s),
                flow as (
                    select c.account_id %5$s
                      from (select c.*, c.month - case when %6$s or c.opening_e4 = 0 and exists (select 1 from month_change n where n.account_id = c.account_id and n.month = c.month
                                           and n.kind in ('NEW', 'REACTIVATION') %7$s) then 0 else 1 end as counted_at
                              from period x join month_change c on c.month > x.start_month and c.month <= x.month %8$s) c %9$s
                     where %10$s = :group
                     group by c.account_id),
                lives as (select account_id, life, is_ended from (
                    select i.account_id, %11$s as value, sum(least(farol_month(i.until_day), x.month + 1) - farol_month(i.from_day)) as life,
                           bool_and(farol_month(i.until_day) <= x.month) as is_ended
                      from period x join account_interval i on i.from_day <= x.on_day %4$s %12$s group by 1, 2) l where l.value = :group and l.life > 0),
                scheduled as (select account_id, sum(mrr_e4)::bigint as mrr_e4 from (%13$s) s where s.value = :group group by 1),
                contract as (select account_id, sum(value_e4)::bigint as value_e4, count(*) as contracts from (%14$s) s where s.value = :group group by 1),
                onboarding as (
                    select account_id, case when is_reached then days else 0 end as ttfv_days, case when is_reached then net_days else 0 end as ttfv_net_days,
                           is_reached::int as first_values, is_open::int as open_onboardings, is_entered::int as entered, (is_entered and is_activated)::int as activated
                      from (%17$s) o where o.value = :group),
                fact as (
                    select a.id as account_id, a.name, coalesce(o.mrr_e4, 0) as opening_e4, coalesce(c.mrr_e4, 0) as closing_e4, coalesce(c.frozen_e4, 0) as frozen_e4,
                           case when o.mrr_e4 > 0 then coalesce(e.mrr_e4, 0) else 0 end as now_e4, case when o.mrr_e4 > 0 then coalesce(e.frozen_e4, 0) else 0 end as now_frozen_e4,
                           case when o.mrr_e4 > 0 and e.mrr_e4 > 0 then coalesce(f.readjustment_e4, 0) else 0 end as index_e4,
                           coalesce(o.frozen_e4, 0) as opening_frozen_e4,
                           case when o.account_id is not null then coalesce(e.mrr_e4 + e.frozen_e4, 0) - case when o.mrr_e4 > 0 then coalesce(e.mrr_e4, 0) else 0 end else 0 end as now_suspended_e4,
                           case when o.account_id is not null then least(o.mrr_e4 + o.frozen_e4, coalesce(e.mrr_e4 + e.frozen_e4, 0)) - least(o.mrr_e4, coalesce(e.mrr_e4, 0)) else 0 end as min_suspended_e4,
                           case when o.account_id is not null and e.account_id is not null and (o.frozen_e4 > 0 or e.frozen_e4 > 0) then coalesce(f.readjustment_e4, 0) else 0 end as index_suspended_e4,
                           case when o.account_id is not null then 1 else 0 end as logo_at_start,
                           case when o.account_id is not null and e.account_id is not null then 1 else 0 end as logo_kept,
                           coalesce(f.new_e4, 0) as new_e4, coalesce(f.reactivation_e4, 0) as reactivation_e4, coalesce(f.expansion_e4, 0) as expansion_e4,
                           coalesce(f.readjustment_e4, 0) as readjustment_e4, coalesce(f.unfreeze_e4, 0) as unfreeze_e4, coalesce(f.freeze_e4, 0) as freeze_e4,
                           coalesce(f.contraction_e4, 0) as contraction_e4, coalesce(f.churn_e4, 0) as churn_e4,
                           coalesce(s.mrr_e4, 0) as scheduled_e4, coalesce(k.value_e4, 0) as contract_value_e4, coalesce(k.contracts, 0) as contracts,
                           case when l.is_ended then l.life else 0 end as ended_months, case when l.is_ended then 1 else 0 end as ended,
                           case when l.is_ended = false then 1 else 0 end as censored,
                           coalesce(b.ttfv_days, 0) as ttfv_days, coalesce(b.ttfv_net_days, 0) as ttfv_net_days, coalesce(b.first_values, 0) as first_values,
                           coalesce(b.open_onboardings, 0) as open_onboardings, coalesce(b.entered, 0) as entered, coalesce(b.activated, 0) as activated
                      from account_copy a
                      left join opening o on o.account_id = a.id left join closing c on c.account_id = a.id left join ends e on e.account_id = a.id
                      left join flow f on f.account_id = a.id left join lives l on l.account_id = a.id left join scheduled s on s.account_id = a.id
                      left join contract k on k.account_id = a.id
                      left join onboarding b on b.account_id = a.id
                     where a.tenant_id = :tenant),
                explained as (select account_id, name, %15$s as numerator, %16$s as denominator, %19$s as last_numerator, %20$s as last_denominator from fact)
                select cast(:tenant as text) as tenant_id, account_id, name, numerator, denominator, last_numerator, last_denominator
                  from explained where (numerator <> 0 or denominator <> 0 or last_numerator <> 0 or last_denominator <> 0) %18$s
                """.formatted(
                                atStart,
                                atEnd,
                                FactRepository.onDay("i", "x.on_day"),
                                believed,
                                columns,
                                isNew,
                                FactRepository.believed("n"),
                                FactRepository.believed("c"),
                                scope.join("c.account_id", "c.counted_at"),
                                scope.value(""),
                                scope.value(""),
                                scope.join("i.account_id", "x.month"),
                                ScheduledRepository.lines(scope),
                                ContractRepository.values(scope),
                                factors.getFirst().numerator().sql(),
                                factors.getFirst().denominator().sql(),
                                OnboardingFacts.rows(scope),
                                retold.isPresent() ? RetoldAccounts.SQL : "",
                                factors.getLast().numerator().sql(),
                                factors.getLast().denominator().sql());
    }

    /** Values of the statement's binds. */
    Map<String, Object> binds() {
        Map<String, Object> binds = new HashMap<>(scope.binds());
        binds.put("group", group);
        retold.ifPresent(accounts -> binds.putAll(accounts.binds()));
        return binds;
    }
}
