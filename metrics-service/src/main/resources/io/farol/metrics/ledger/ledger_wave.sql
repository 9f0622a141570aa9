-- One wave of the ledger, set-based: the accounts of w_touch (account_id, pos), each computed as believed just before its pos (side 0) and from it on (side 1). The difference is written.
-- The same rules as the classes …Formula, in the same order; k names one account at one belief. Run by LedgerWave, which puts FactStatements in for the words in braces.

drop table if exists pg_temp.w, pg_temp.w_piece, pg_temp.w_freeze, pg_temp.w_step, pg_temp.w_stretch, pg_temp.w_readjustment, pg_temp.w_movement, pg_temp.w_month, pg_temp.w_change,
     pg_temp.w_group, pg_temp.w_span, pg_temp.w_flow, pg_temp.w_month_group, pg_temp.w_dim_flow, pg_temp.w_window, pg_temp.w_line_group, pg_temp.w_scope, pg_temp.w_value,
     pg_temp.w_constant;

-- Nothing was believed of most accounts of a first import: no side 0 for them.
create temp table w on commit drop as
select (row_number() over ())::integer as k, t.account_id, b.side, t.pos - 1 + b.side as as_of, t.pos
  from w_touch t cross join (values (0), (1)) b (side)
 where b.side = 1
    or exists (select from line_term f where f.tenant_id = :tenant and f.account_id = t.account_id and f.pos < t.pos)
    or exists (select from account_group f where f.tenant_id = :tenant and f.account_id = t.account_id and f.pos < t.pos)
    or exists (select from account_freeze f where f.tenant_id = :tenant and f.account_id = t.account_id and f.pos < t.pos);

truncate w_touch;

analyze w;

create temp table w_piece on commit drop as
{pieces};

create temp table w_freeze on commit drop as
{freezes};

analyze w_piece;

analyze w_freeze;

-- LineStepFormula, with the sub-kind that an expansion caused by the step has.
create temp table w_step on commit drop as
with seq as (
    select k, line_id, product_id, term, from_day, until_day, quantity, coalesce(mrr_rc_e4, 0) as rc, change_kind, amendment_id, churn_reason,
           lag(until_day) over line as prev_until, lag(coalesce(mrr_rc_e4, 0)) over line as prev_rc, lag(quantity) over line as prev_quantity, lead(from_day) over line as next_from,
           max(until_day) over (partition by k, product_id order by from_day groups between unbounded preceding and 1 preceding) as product_until
      from w_piece
    window line as (partition by k, line_id order by from_day)),
starts as (
    select *, coalesce(prev_until = from_day, false) as goes_on from seq)
select k, from_day as day, line_id, product_id, term, rc - case when goes_on then prev_rc else 0 end as delta_e4,
       goes_on and coalesce(change_kind = 'READJUSTMENT', false) as is_readjustment,
       case when change_kind in ('UPSELL', 'CROSS_SELL') then change_kind
            when goes_on then case when quantity > prev_quantity then 'UPSELL' else 'OTHER' end
            when change_kind = 'RENEWAL' then 'OTHER'
            when product_until >= from_day then 'UPSELL'
            else 'CROSS_SELL' end as sub_kind,
       amendment_id, null::text as churn_reason
  from starts where rc <> case when goes_on then prev_rc else 0 end
union all
select k, until_day, line_id, product_id, term, -rc, false, null, null, churn_reason
  from starts where until_day < date '9999-12-31' and next_from is distinct from until_day and rc <> 0;

analyze w_step;

-- StretchFormula: rows where the account's MRR becomes another one, those to zero included; before_e4, frozen_before_e4 = the day before, both billed and frozen in before_e4.
create temp table w_stretch on commit drop as
with step as (
    select k, day, sum(gross) as gross, sum(suspended) as suspended
      from (select k, day, delta_e4 as gross, 0 as suspended from w_step
            union all select k, from_day, 0, 1 from w_freeze
            union all select k, until_day, 0, -1 from w_freeze where until_day < date '9999-12-31') s
     group by k, day),
state as (
    select k, day, (sum(gross) over account)::bigint as gross, sum(suspended) over account > 0 as is_suspended
      from step window account as (partition by k order by day)),
billed as (
    select k, day, case when is_suspended then 0 else gross end as mrr, case when is_suspended then gross else 0 end as frozen from state),
changed as (
    select *, lag(mrr, 1, 0::bigint) over account as mrr_before, lag(frozen, 1, 0::bigint) over account as frozen_before
      from billed window account as (partition by k order by day))
select k, day as from_day, lead(day, 1, date '9999-12-31') over account as until_day, mrr as mrr_e4, frozen as frozen_e4, mrr_before + frozen_before as before_e4,
       frozen_before as frozen_before_e4, max(mrr_before + frozen_before) over (partition by k order by day) > 0 as was_logo
  from changed where mrr <> mrr_before or frozen <> frozen_before
window account as (partition by k order by day);

analyze w_stretch;

-- Index's part of the days on which the account is a logo before and after.
create temp table w_readjustment on commit drop as
select r.k, r.day, r.product_id, r.term, r.delta_e4, s.from_day < r.day as is_alone, s.mrr_e4 + s.frozen_e4 as gross_e4
  from w_step r
  join w_stretch s on s.k = r.k and s.from_day <= r.day and r.day < s.until_day
 where r.is_readjustment and s.mrr_e4 + s.frozen_e4 > 0 and (s.from_day < r.day or s.before_e4 > 0);

analyze w_readjustment;

-- MovementFormula.
create temp table w_movement on commit drop as
with readjusted as (
    select k, day, sum(delta_e4)::bigint as amount, bool_and(is_alone) as is_alone, max(gross_e4) as gross from w_readjustment group by k, day),
day as (
    select s.k, s.from_day as day, s.before_e4 as before, s.mrr_e4 + s.frozen_e4 as after, s.frozen_e4 - s.frozen_before_e4 as frozen, s.was_logo, coalesce(r.amount, 0) as readjustment
      from w_stretch s left join readjusted r on r.k = s.k and r.day = s.from_day
    union all
    select k, day, gross, gross, 0, true, amount from readjusted where is_alone),
entry as (
    select k, day,
           case when before = 0 and after > 0 then case when was_logo then 'REACTIVATION' else 'NEW' end when before > 0 and after = 0 then 'CHURN'
                when after - before - readjustment > 0 then 'EXPANSION' else 'CONTRACTION' end as kind,
           after - before - readjustment as amount
      from day where after - before - readjustment <> 0
    union all
    select k, day, 'READJUSTMENT', readjustment from day where readjustment <> 0
    union all
    select k, day, case when frozen > 0 then 'FREEZE' else 'UNFREEZE' end, -frozen from day where frozen <> 0)
select distinct on (e.k, e.day, e.kind) e.k, e.day, e.kind collate "C" as kind, e.amount as amount_e4, case when e.kind = 'EXPANSION' then s.sub_kind end collate "C" as sub_kind, s.line_id,
       s.amendment_id,
       case when e.kind in ('FREEZE', 'UNFREEZE') then (select f.id from w_freeze f where f.k = e.k and f.from_day <= e.day and f.until_day >= e.day order by f.id limit 1) end as freeze_id,
       s.churn_reason
  from entry e
  left join w_step s on s.k = e.k and s.day = e.day
   and case e.kind when 'NEW' then s.delta_e4 > 0 when 'REACTIVATION' then s.delta_e4 > 0 when 'CHURN' then s.delta_e4 < 0 when 'READJUSTMENT' then s.is_readjustment
            when 'EXPANSION' then s.delta_e4 > 0 and not s.is_readjustment when 'CONTRACTION' then s.delta_e4 < 0 and not s.is_readjustment else false end
 order by e.k, e.day, e.kind, abs(s.delta_e4) desc, s.line_id;

analyze w_movement;

-- MonthNettingFormula: every month in which something moved, also when it came to nothing.
create temp table w_month on commit drop as
with sums as (
    select k, farol_month(day) as month, coalesce(sum(amount_e4) filter (where kind = 'READJUSTMENT'), 0)::bigint as readjustment,
           coalesce(-sum(amount_e4) filter (where kind = 'FREEZE'), 0)::bigint as freezes, coalesce(sum(amount_e4) filter (where kind = 'UNFREEZE'), 0)::bigint as unfreezes
      from w_movement group by k, farol_month(day)),
ends as (
    select distinct on (k, farol_month(from_day)) k, farol_month(from_day) as month, mrr_e4, frozen_e4
      from w_stretch order by k, farol_month(from_day), from_day desc),
month as (
    select k, month, coalesce(s.readjustment, 0) as readjustment, coalesce(s.freezes, 0) as freezes, coalesce(s.unfreezes, 0) as unfreezes, e.mrr_e4, e.frozen_e4,
           count(e.mrr_e4) over (partition by k order by month) as held
      from (select k, month from sums union select k, farol_month(day) from w_step) m
      left join sums s using (k, month)
      left join ends e using (k, month)),
filled as (
    select k, month, readjustment, freezes, unfreezes, coalesce(first_value(mrr_e4) over held, 0) as closing, coalesce(first_value(frozen_e4) over held, 0) as frozen_closing
      from month window held as (partition by k, held order by month)),
both_ends as (
    select *, lag(closing, 1, 0::bigint) over account as opening, lag(frozen_closing, 1, 0::bigint) over account as frozen_opening
      from filled window account as (partition by k order by month))
select *, opening + frozen_opening as gross_opening, closing + frozen_closing as gross_closing,
       max(opening + frozen_opening) over (partition by k order by month) > 0 as was_logo
  from both_ends;

analyze w_month;

create temp table w_change on commit drop as
select m.k, m.month, c.kind collate "C" as kind, m.opening as opening_e4, m.closing as closing_e4, c.amount as amount_e4
  from w_month m
 cross join lateral (
    select case when was_logo then 'REACTIVATION' else 'NEW' end, gross_closing where gross_opening = 0 and gross_closing > 0
    union all select 'FREEZE', frozen_closing where gross_opening = 0 and gross_closing > 0
    union all select 'CHURN', gross_opening where gross_opening > 0 and gross_closing = 0
    union all select 'UNFREEZE', frozen_opening where gross_opening > 0 and gross_closing = 0
    union all select 'READJUSTMENT', readjustment where gross_opening > 0 and gross_closing > 0
    union all select 'FREEZE', freezes where gross_opening > 0 and gross_closing > 0
    union all select 'UNFREEZE', unfreezes where gross_opening > 0 and gross_closing > 0
    union all select case when gross_closing - gross_opening - readjustment > 0 then 'EXPANSION' else 'CONTRACTION' end, abs(gross_closing - gross_opening - readjustment)
               where gross_opening > 0 and gross_closing > 0) c (kind, amount)
 where c.amount <> 0;

analyze w_change;

-- GroupFormula.
create temp table w_group on commit drop as
with dated as (
{groups}),
known as (
    select k, dim, from_on, value from dated
    union all
    select k, dim, date '0001-01-01', 'NONE' from dated group by k, dim having min(from_on) > date '0001-01-01'),
changed as (
    select k, dim, from_on, value, lag(value) over (partition by k, dim order by from_on) as value_before from known)
select k, dim, from_day, until_day, value
  from (select k, dim, from_on as from_day, lead(from_on, 1, date '9999-12-31') over d as until_day, value,
               bool_or(value <> 'NONE') over (partition by k, dim) as has_one
          from changed where value is distinct from value_before
        window d as (partition by k, dim order by from_on)) g
 where has_one
union all
select k, 'cohort', date '0001-01-01', date '9999-12-31', farol_month_text(min(month))
  from w_month where gross_opening = 0 and gross_closing > 0
 group by k;

analyze w_group;

-- Month-ends: the account's state from one netted month to the next; its flows, and the month-end whose group they belong to; its groups, neighbours differ.
create temp table w_span on commit drop as
select k, month as from_month, lead(month, 1, 119999) over account as until_month, closing as mrr_e4, frozen_closing as frozen_e4,
       (sum(case when gross_opening > 0 and gross_closing > 0 then readjustment else 0 end) over account)::bigint as index_e4
  from w_month m
 where exists (select from w_change c where c.k = m.k and c.month = m.month)
window account as (partition by k order by month);

create temp table w_flow on commit drop as
select c.k, c.month, c.kind as measure, c.amount_e4, 1::bigint as n, c.month - case when m.gross_opening = 0 then 0 else 1 end as group_month
  from w_change c join w_month m using (k, month)
union all
select k, month, 'FROZEN', frozen_closing - frozen_opening, (frozen_closing > 0)::integer - (frozen_opening > 0)::integer, month - case when gross_opening = 0 then 0 else 1 end
  from w_month where frozen_closing <> frozen_opening;

create temp table w_month_group on commit drop as
with ends as (
    select k, dim, farol_month(from_day) as from_month, value, lag(value) over (partition by k, dim order by from_day) as value_before
      from w_group where farol_month(from_day) < farol_month(until_day))
select k, dim, value, from_month, lead(from_month, 1, 119999) over d as until_month, lag(value) over d as value_before, count(*) over (partition by k, dim) > 1 as changes
  from ends where value is distinct from value_before
window d as (partition by k, dim order by from_month);

analyze w_span;

analyze w_flow;

analyze w_month_group;

-- CellFormula, for account dimensions whose groups change: flows by group, transfers.
create temp table w_dim_flow on commit drop as
select f.k, g.dim, g.value, f.measure, f.month, f.amount_e4, f.n
  from w_month_group g join w_flow f on f.k = g.k and g.from_month <= f.group_month and f.group_month < g.until_month
 where g.changes and g.value <> 'NONE'
union all
select t.k, t.dim, m.value, m.measure, t.month, m.amount_e4, m.n
  from (select g.k, g.dim, g.from_month as month, g.value, g.value_before, s.mrr_e4, s.frozen_e4, (s.frozen_e4 > 0)::integer as n_frozen
          from w_month_group g
          join w_span s on s.k = g.k and s.from_month <= g.from_month and g.from_month < s.until_month and s.mrr_e4 + s.frozen_e4 > 0
          join w_span b on b.k = g.k and b.from_month <= g.from_month - 1 and g.from_month - 1 < b.until_month and b.mrr_e4 + b.frozen_e4 > 0
         where g.changes and g.value_before is not null) t
 cross join lateral (
    select value_before, 'TRANSFER_OUT', mrr_e4, 1
    union all select value, 'TRANSFER_IN', mrr_e4, 1
    union all select value_before, 'FROZEN', -frozen_e4, -n_frozen where value_before <> 'NONE' and frozen_e4 > 0
    union all select value, 'FROZEN', frozen_e4, n_frozen where value <> 'NONE' and frozen_e4 > 0) m (value, measure, amount_e4, n);

analyze w_dim_flow;

-- WindowFormula. Only accounts with two changes within a window, or two in one month, or an index that fell, and only groups that change, need their pairs; the others' corrections are 0, or
-- those of the total.
create temp table w_scope on commit drop as
select (row_number() over ())::integer as s, k, dim, value, from_month, until_month, least_gap, dim = 'total' as is_total
  from (select k, 'total' as dim, '' as value, 12 as from_month, 119999 as until_month, min(least_gap) as least_gap
          from (select k, until_month - from_month as least_gap from w_span where until_month - from_month < 12
                union all
                select k, 0 from w_change group by k, month having count(*) > 1 or min(case when kind = 'READJUSTMENT' then amount_e4 end) < 0) busy
         group by k
        union all
        select k, dim, value, from_month, until_month, 0 from w_month_group where changes and value <> 'NONE') scope;

analyze w_scope;

create temp table w_window on commit drop as
with pair as (
    select s.s, w.months, greatest(greatest(a.from_month, s.from_month) + w.months, b.from_month) as from_month,
           least(least(a.until_month, s.until_month) + w.months, b.until_month) as until_month,
           case when a.mrr_e4 > 0 then b.mrr_e4 else 0 end as now_e4, least(a.mrr_e4, b.mrr_e4) as min_e4,
           case when a.mrr_e4 > 0 and b.mrr_e4 > 0 then b.index_e4 - a.index_e4 else 0 end as index_e4
      from w_scope s
      join w_span a on a.k = s.k and a.mrr_e4 + a.frozen_e4 > 0 and a.from_month < s.until_month and s.from_month < a.until_month
      join w_span b on b.k = s.k and b.mrr_e4 + b.frozen_e4 > 0 and b.until_month > a.from_month
     cross join (values (1), (3), (6), (12)) w (months)
     where s.least_gap < w.months and greatest(a.from_month, s.from_month) + w.months < b.until_month and b.from_month < least(a.until_month, s.until_month) + w.months),
known as (
    select s.s, s.least_gap, f.measure, f.month, f.amount_e4, f.n from w_scope s join w_flow f on f.k = s.k where s.is_total and f.measure <> 'FROZEN'
    union all
    select s.s, s.least_gap, f.measure, f.month, f.amount_e4, f.n
      from (select k, dim, value, min(s) as s, 0 as least_gap from w_scope where not is_total group by k, dim, value) s
      join w_dim_flow f using (k, dim, value) where f.measure <> 'FROZEN'),
part as (
    select s, months, from_month as month, now_e4, min_e4, index_e4, 1::bigint as kept from pair
    union all
    select s, months, until_month, -now_e4, -min_e4, -index_e4, -1 from pair where until_month < 119999
    union all
    select f.s, w.months, f.month + case p.is_later when 1 then w.months else 0 end, -p.now_e4, -p.min_e4, -p.index_e4, -p.kept
      from known f
     cross join (values (1), (3), (6), (12)) w (months)
     cross join lateral (
        select 1, f.amount_e4, f.amount_e4, 0::bigint, f.n where f.measure in ('NEW', 'REACTIVATION', 'TRANSFER_IN')
        union all select 1, -f.amount_e4, -f.amount_e4, 0, -f.n where f.measure = 'TRANSFER_OUT'
        union all select 1, f.amount_e4, f.amount_e4, 0, 0 where f.measure = 'UNFREEZE'
        union all select 0, f.amount_e4, 0, 0, 0 where f.measure = 'EXPANSION'
        union all select 1, 0, f.amount_e4, 0, 0 where f.measure = 'EXPANSION'
        union all select 0, f.amount_e4, 0, f.amount_e4, 0 where f.measure = 'READJUSTMENT'
        union all select 1, 0, f.amount_e4, -f.amount_e4, 0 where f.measure = 'READJUSTMENT'
        union all select 0, -f.amount_e4, -f.amount_e4, 0, 0 where f.measure in ('CONTRACTION', 'FREEZE')
        union all select 0, -f.amount_e4, -f.amount_e4, 0, -f.n where f.measure = 'CHURN') p (is_later, now_e4, min_e4, index_e4, kept)
     where f.least_gap < w.months)
select s, months, month, sum(now_e4)::bigint as now_e4, sum(min_e4)::bigint as min_e4, sum(index_e4)::bigint as index_e4, sum(kept)::bigint as kept
  from part
 group by s, months, month
having sum(now_e4) <> 0 or sum(min_e4) <> 0 or sum(index_e4) <> 0 or sum(kept) <> 0;

analyze w_window;

-- LineGroupFormula, for accounts whose lines are of several products or terms; the others' figures are the total's.
create temp table w_line_group on commit drop as
with value as (
    select p.k, d.dim, d.value, count(*) over (partition by p.k, d.dim) > 1 as is_mixed
      from w_piece p cross join lateral (values ('product', p.product_id::text collate "C"), ('term', p.term)) d (dim, value)
     group by p.k, d.dim, d.value),
moved as (
    select s.k, d.dim, d.value, farol_month(s.day) as month, sum(s.delta_e4)::bigint as delta_e4
      from w_step s cross join lateral (values ('product', s.product_id::text collate "C"), ('term', s.term)) d (dim, value)
     group by s.k, d.dim, d.value, farol_month(s.day)),
-- Where nothing is ever frozen, a group without a step stays what it was.
point as (
    select v.k, v.dim, v.value, m.month
      from value v join moved m using (k, dim, value)
     where v.is_mixed
    union
    select v.k, v.dim, v.value, m.month
      from value v join w_month m on m.k = v.k
     where v.is_mixed and v.k in (select k from w_freeze)),
readjusted as (
    select r.k, d.dim, d.value, farol_month(r.day) as month, sum(r.delta_e4)::bigint as amount
      from w_readjustment r cross join lateral (values ('product', r.product_id::text collate "C"), ('term', r.term)) d (dim, value)
     group by r.k, d.dim, d.value, farol_month(r.day)),
balance as (
    select k, dim, value, month, (sum(coalesce(m.delta_e4, 0)) over (partition by k, dim, value order by month))::bigint as closing, coalesce(m.delta_e4, 0) as delta_e4,
           coalesce(r.amount, 0) as readjustment
      from point left join moved m using (k, dim, value, month) left join readjusted r using (k, dim, value, month)),
weighed as (
    select b.k, b.dim, b.value, b.month, b.closing - b.delta_e4 as opening, b.closing, b.readjustment, m.gross_opening, m.gross_closing, m.frozen_opening > 0 as was_frozen,
           m.frozen_closing > 0 as is_frozen, m.was_logo, m.freezes, m.unfreezes, sum(b.closing) over upto as weight_upto, sum(b.closing) over whole as weight
      from balance b join w_month m using (k, month)
    window upto as (partition by b.k, b.dim, b.month order by b.value), whole as (partition by b.k, b.dim, b.month)),
frozen as (
    select *, case when gross_opening > 0 and gross_closing > 0 and weight > 0 then (div(freezes * weight_upto, weight) - div(freezes * (weight_upto - closing), weight))::bigint else 0 end as freeze_e4,
           case when gross_opening > 0 and gross_closing > 0 and weight > 0 then (div(unfreezes * weight_upto, weight) - div(unfreezes * (weight_upto - closing), weight))::bigint else 0 end as unfreeze_e4
      from weighed),
rested as (
    select *, case when is_frozen then 0 else closing end - case when was_frozen then 0 else opening end - readjustment + freeze_e4 - unfreeze_e4 as rest_e4 from frozen),
signed as (
    select *, sum(rest_e4) over (partition by k, dim, month) as total_rest from rested),
moving as (
    select *, greatest(0, case when total_rest > 0 then rest_e4 else -rest_e4 end) as moving_e4 from signed),
shared as (
    select *, sum(moving_e4) over upto as moving_upto, sum(moving_e4) over whole as moving_all
      from moving window upto as (partition by k, dim, month order by value), whole as (partition by k, dim, month)),
allocated as (
    select *, case when moving_all > 0 then (div(abs(total_rest) * moving_upto, moving_all) - div(abs(total_rest) * (moving_upto - moving_e4), moving_all))::bigint else 0 end as part_e4
      from shared)
select a.k, a.dim, a.value, c.measure, a.month, c.amount_e4, c.n
  from allocated a
 cross join lateral (
    select case when was_logo then 'REACTIVATION' else 'NEW' end, closing, 1 where gross_opening = 0 and gross_closing > 0 and closing <> 0
    union all select 'FREEZE', closing, 1 where gross_opening = 0 and gross_closing > 0 and is_frozen and closing <> 0
    union all select 'CHURN', opening, 1 where gross_opening > 0 and gross_closing = 0 and opening <> 0
    union all select 'UNFREEZE', opening, 1 where gross_opening > 0 and gross_closing = 0 and was_frozen and opening <> 0
    union all
    select s.measure, s.amount_e4, s.n
      from (values ('READJUSTMENT', readjustment, 1), ('FREEZE', freeze_e4, 1), ('UNFREEZE', unfreeze_e4, 1),
                   (case when total_rest > 0 then 'EXPANSION' else 'CONTRACTION' end, part_e4, 1)) s (measure, amount_e4, n)
     where gross_opening > 0 and gross_closing > 0 and s.amount_e4 <> 0
    union all
    select s.measure, s.amount_e4, s.n
      from (select rest_e4 - case when total_rest > 0 then part_e4 else -part_e4 end) r (remainder)
     cross join lateral (values ('TRANSFER_IN', greatest(0, r.remainder), (opening = 0 and closing > 0)::integer),
                                ('TRANSFER_OUT', greatest(0, -r.remainder), (opening > 0 and closing = 0)::integer)) s (measure, amount_e4, n)
     where gross_opening > 0 and gross_closing > 0 and (s.amount_e4 <> 0 or s.n <> 0)
    union all
    select 'FROZEN', f.after - f.before, sign(f.after)::integer - sign(f.before)::integer
      from (select case when is_frozen then closing else 0 end, case when was_frozen then opening else 0 end) f (after, before)
     where f.after <> f.before) c (measure, amount_e4, n)
union all
select v.k, v.dim, v.value, f.measure, f.month, f.amount_e4, f.n from value v join w_flow f on f.k = v.k where not v.is_mixed;

analyze w_line_group;

-- What all that adds to the cells, before and after.
create temp table w_value on commit drop as
select (row_number() over ())::integer as v, dim, value from (select distinct dim, value from w_month_group where not changes and value <> 'NONE') d;

create temp table w_constant on commit drop as
select g.k, v.v from w_month_group g join w_value v using (dim, value) where not g.changes
union all
select k, 0 from w;

insert into w_value values (0, 'total', '');

analyze w_constant;

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
select d.pos, v.dim, v.value, d.measure, d.month, d.amount_e4, d.n
  from (select w.pos, c.v, f.measure, f.month, sum(f.amount_e4 * (2 * w.side - 1)) as amount_e4, sum(f.n * (2 * w.side - 1)) as n
          from w join w_constant c using (k) join w_flow f using (k)
         group by w.pos, c.v, f.measure, f.month
        having sum(f.amount_e4 * (2 * w.side - 1)) <> 0 or sum(f.n * (2 * w.side - 1)) <> 0) d
  join w_value v using (v)
union all
select w.pos, d.dim, d.value, d.measure, d.month, sum(d.amount_e4 * (2 * w.side - 1)), sum(d.n * (2 * w.side - 1))
  from w
  join (select k, dim, value, measure, month, amount_e4, n from w_dim_flow
        union all
        select k, dim, value, measure, month, amount_e4, n from w_line_group) d on d.k = w.k
 group by w.pos, d.dim, d.value, d.measure, d.month
having sum(d.amount_e4 * (2 * w.side - 1)) <> 0 or sum(d.n * (2 * w.side - 1)) <> 0;

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
select d.pos, d.dim, d.value, m.measure, d.month, m.amount_e4, m.n
  from (select c.pos, v.dim, v.value, c.months, c.month, c.now_e4, c.min_e4, c.index_e4, c.kept
          from (select w.pos, g.v, c.months, c.month, sum(c.now_e4 * (2 * w.side - 1)) as now_e4, sum(c.min_e4 * (2 * w.side - 1)) as min_e4,
                       sum(c.index_e4 * (2 * w.side - 1)) as index_e4, sum(c.kept * (2 * w.side - 1)) as kept
                  from w_window c join w_scope s using (s) join w using (k) join w_constant g using (k)
                 where s.is_total
                 group by w.pos, g.v, c.months, c.month) c
          join w_value v using (v)
        union all
        select w.pos, s.dim, s.value, c.months, c.month, sum(c.now_e4 * (2 * w.side - 1)), sum(c.min_e4 * (2 * w.side - 1)), sum(c.index_e4 * (2 * w.side - 1)),
               sum(c.kept * (2 * w.side - 1))
          from w_window c join w_scope s using (s) join w using (k)
         where not s.is_total
         group by w.pos, s.dim, s.value, c.months, c.month) d
 cross join lateral (values ('NOW_' || d.months, d.now_e4, d.kept), ('MIN_' || d.months, d.min_e4, 0), ('INDEX_' || d.months, d.index_e4, 0)) m (measure, amount_e4, n)
 where m.amount_e4 <> 0 or m.n <> 0;

-- The rows: what only side 0 has is closed, what only side 1 has is added.
create index on w_piece (k);

update line_piece t set pos_to = g.pos
  from (select w.pos, w.account_id, x.* from w join w_piece x using (k)
         where w.side = 0
           and not exists (select from w w1 join w_piece y on y.k = w1.k
                            where w1.account_id = w.account_id and w1.side = 1 and y.line_id = x.line_id
                              and (y.from_day, y.until_day, y.product_id, y.quantity, y.currency, y.mrr_e4, y.rate, y.rate_day, y.mrr_rc_e4, y.change_kind, y.amendment_id, y.churn_reason, y.term)
                                  is not distinct from
                                  (x.from_day, x.until_day, x.product_id, x.quantity, x.currency, x.mrr_e4, x.rate, x.rate_day, x.mrr_rc_e4, x.change_kind, x.amendment_id, x.churn_reason, x.term))) g
 where t.tenant_id = :tenant and t.gen = :gen and t.line_id = g.line_id and t.from_day = g.from_day and t.pos_to = 9223372036854775807 and t.account_id = g.account_id;

insert into line_piece (tenant_id, gen, line_id, from_day, pos, until_day, account_id, product_id, quantity, currency, mrr_e4, rate, rate_day, mrr_rc_e4, change_kind, amendment_id, churn_reason, term)
select :tenant, :gen, x.line_id, x.from_day, w.pos, x.until_day, w.account_id, x.product_id, trim_scale(x.quantity), x.currency, x.mrr_e4, trim_scale(x.rate), x.rate_day, x.mrr_rc_e4, x.change_kind,
       x.amendment_id, x.churn_reason, x.term
  from w join w_piece x using (k)
  left join (select w0.account_id, y.* from w w0 join w_piece y using (k) where w0.side = 0) o
    on o.account_id = w.account_id and o.line_id = x.line_id and o.from_day = x.from_day
   and (o.until_day, o.product_id, o.quantity, o.currency, o.mrr_e4, o.rate, o.rate_day, o.mrr_rc_e4, o.change_kind, o.amendment_id, o.churn_reason, o.term)
       is not distinct from (x.until_day, x.product_id, x.quantity, x.currency, x.mrr_e4, x.rate, x.rate_day, x.mrr_rc_e4, x.change_kind, x.amendment_id, x.churn_reason, x.term)
 where w.side = 1 and o.account_id is null;

with differing as (
    select w.account_id, w.pos, x.from_day, x.until_day, x.mrr_e4, x.frozen_e4, min(w.side) as side
      from w join w_stretch x using (k) where x.mrr_e4 + x.frozen_e4 > 0
     group by 1, 2, 3, 4, 5, 6 having count(*) = 1),
closed as (
    update account_interval t set pos_to = g.pos from differing g
     where g.side = 0 and t.tenant_id = :tenant and t.gen = :gen and t.account_id = g.account_id and t.from_day = g.from_day and t.pos_to = 9223372036854775807)
insert into account_interval (tenant_id, gen, account_id, from_day, pos, until_day, mrr_e4, frozen_e4)
select :tenant, :gen, account_id, from_day, pos, until_day, mrr_e4, frozen_e4 from differing where side = 1;

with differing as (
    select w.account_id, w.pos, x.dim, x.from_day, x.until_day, x.value, min(w.side) as side
      from w join w_group x using (k)
     group by 1, 2, 3, 4, 5, 6 having count(*) = 1),
closed as (
    update group_interval t set pos_to = g.pos from differing g
     where g.side = 0 and t.tenant_id = :tenant and t.gen = :gen and t.account_id = g.account_id and t.dim = g.dim and t.from_day = g.from_day and t.pos_to = 9223372036854775807)
insert into group_interval (tenant_id, gen, account_id, dim, from_day, pos, until_day, value)
select :tenant, :gen, account_id, dim, from_day, pos, until_day, value from differing where side = 1;

with differing as (
    select w.account_id, w.pos, x.day, x.kind, x.sub_kind, x.amount_e4, x.line_id, x.amendment_id, x.freeze_id, x.churn_reason, min(w.side) as side
      from w join w_movement x using (k)
     group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 having count(*) = 1)
insert into movement (tenant_id, gen, account_id, day, kind, pos, reverses, sub_kind, amount_e4, line_id, amendment_id, freeze_id, churn_reason)
select :tenant, :gen, account_id, day, kind, pos, 0, sub_kind, amount_e4, line_id, amendment_id, freeze_id, churn_reason from differing where side = 1
union all
select :tenant, :gen, g.account_id, g.day, g.kind, g.pos, m.pos, g.sub_kind, -g.amount_e4, g.line_id, g.amendment_id, g.freeze_id, g.churn_reason
  from differing g
 cross join lateral (
    select m.pos from movement m
     where m.tenant_id = :tenant and m.gen = :gen and m.account_id = g.account_id and m.day = g.day and m.kind = g.kind and m.reverses = 0
     order by m.pos desc limit 1) m
 where g.side = 0;

with differing as (
    select w.account_id, w.pos, x.month, x.kind, x.opening_e4, x.closing_e4, x.amount_e4, min(w.side) as side
      from w join w_change x using (k)
     group by 1, 2, 3, 4, 5, 6, 7 having count(*) = 1),
closed as (
    update month_change t set pos_to = g.pos from differing g
     where g.side = 0 and t.tenant_id = :tenant and t.gen = :gen and t.account_id = g.account_id and t.month = g.month and t.kind = g.kind and t.pos_to = 9223372036854775807)
insert into month_change (tenant_id, gen, account_id, month, kind, pos, opening_e4, closing_e4, amount_e4)
select :tenant, :gen, account_id, month, kind, pos, opening_e4, closing_e4, amount_e4 from differing where side = 1;
