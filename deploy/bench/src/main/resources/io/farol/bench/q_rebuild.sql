-- Yardstick of LedgerRebuildBenchmark: the ledger of a tenant whose contracts were all learnt at one knowledge point, written by hand from ledger-model.md and the comments of V0001__mrr_ledger.sql,
-- straight from the lines, as somebody would who has nothing but these tables to fill once: no beliefs, no waves, no comparison with what is there.

create temp table acc on commit drop as
select (row_number() over (order by account_id))::integer as a, account_id from (select account_id from line_term where tenant_id = :tenant union select account_id from account_group where tenant_id = :tenant) t;

analyze acc;

-- Lines in both currencies: the rate in force on the day the terms start.
create temp table piece on commit drop as
with quote as (
    select currency, rated_on, rate, lead(rated_on, 1, date '9999-12-31') over (partition by currency order by rated_on) as until_on
      from rate_copy where tenant_id = :tenant)
select c.a, t.line_id, t.starts_on, t.ends_on, t.product_id, t.quantity, t.currency, t.mrr_e4, case when t.currency = s.reporting_currency then 1 else q.rate end as rate, q.rated_on,
       case when t.currency = s.reporting_currency then t.mrr_e4 else round(t.mrr_e4 * q.rate)::bigint end as rc_e4, t.change_kind, t.amendment_id, t.churn_reason,
       case when t.term_months is null then 'OPEN' when t.term_months <= 1 then 'M1' when t.term_months <= 3 then 'M3' when t.term_months <= 6 then 'M6' when t.term_months <= 12 then 'M12'
            when t.term_months <= 24 then 'M24' when t.term_months <= 36 then 'M36' else 'LONGER' end as term, t.pos
  from line_term t
  join acc c on c.account_id = t.account_id
  join settings_copy s on s.tenant_id = :tenant
  left join quote q on q.currency = t.currency and q.currency <> s.reporting_currency and q.rated_on <= t.starts_on and t.starts_on < q.until_on
 where t.tenant_id = :tenant and t.mrr_e4 > 0
 order by c.a, t.line_id, t.starts_on;

create index on piece (a, product_id);

analyze piece;

insert into line_piece (tenant_id, gen, line_id, from_day, pos, until_day, account_id, product_id, quantity, currency, mrr_e4, rate, rate_day, mrr_rc_e4, change_kind, amendment_id, churn_reason, term)
select :tenant, :gen, p.line_id, p.starts_on, p.pos, p.ends_on, c.account_id, p.product_id, trim_scale(p.quantity), p.currency, p.mrr_e4, trim_scale(p.rate), p.rated_on, p.rc_e4, p.change_kind,
       p.amendment_id, p.churn_reason, p.term
  from piece p join acc c using (a) order by p.a;

-- What each line does on each day.
create temp table step on commit drop as
with chained as (
    select *, lag(ends_on) over l is not distinct from starts_on as is_next, lag(rc_e4) over l as before_e4, lag(quantity) over l as quantity_before, lead(starts_on) over l is not distinct from ends_on as is_followed
      from piece window l as (partition by a, line_id order by starts_on))
select a, starts_on as day, coalesce(rc_e4, 0) - case when is_next then coalesce(before_e4, 0) else 0 end as e4, is_next and change_kind is not distinct from 'READJUSTMENT' as is_index, is_next, line_id, product_id,
       term, quantity > quantity_before as is_more, change_kind, amendment_id, null::text as churn_reason
  from chained where coalesce(rc_e4, 0) <> case when is_next then coalesce(before_e4, 0) else 0 end
union all
select a, ends_on, -rc_e4, false, false, line_id, product_id, term, false, null, null, churn_reason from chained where not is_followed and ends_on < date '9999-12-31' and rc_e4 <> 0;

analyze step;

-- Balances by day; a freeze that suspends billing moves all of the account's MRR to frozen.
create temp table day on commit drop as
with moved as (
    select a, day, sum(e4) as e4, coalesce(sum(e4) filter (where is_index), 0) as index_e4, 0 as holds from step group by a, day
    union all
    select c.a, h.day, 0, 0, h.holds
      from account_freeze f join acc c on c.account_id = f.account_id cross join lateral (select f.from_on, 1 union all select f.until_on, -1) h (day, holds)
     where f.tenant_id = :tenant and f.is_billing_suspended and f.from_on < f.until_on),
once as (
    select a, day, sum(e4)::bigint as e4, sum(index_e4)::bigint as index_e4, sum(holds) as holds from moved group by a, day),
total as (
    select a, day, (sum(e4) over d)::bigint as after_e4, (sum(e4) over d)::bigint - e4 as before_e4, sum(holds) over d > 0 as is_held, index_e4 from once window d as (partition by a order by day)),
split as (
    select *, lag(is_held, 1, false) over (partition by a order by day) as was_held from total)
select a, day, extract(year from day)::integer * 12 + extract(month from day)::integer - 1 as month, before_e4, after_e4, case when was_held then before_e4 else 0 end as frozen_before_e4,
       case when is_held then after_e4 else 0 end as frozen_e4, case when before_e4 > 0 and after_e4 > 0 then index_e4 else 0 end as index_e4,
       coalesce(bool_or(before_e4 > 0) over (partition by a order by day), false) as was_customer
  from split;

analyze day;

insert into account_interval (tenant_id, gen, account_id, from_day, pos, until_day, mrr_e4, frozen_e4)
select :tenant, :gen, c.account_id, i.day, 2, i.until_day, i.after_e4 - i.frozen_e4, i.frozen_e4
  from (select a, day, lead(day, 1, date '9999-12-31') over (partition by a order by day) as until_day, after_e4, frozen_e4 from day where after_e4 <> before_e4 or frozen_e4 <> frozen_before_e4) i
  join acc c using (a)
 where i.after_e4 > 0;

insert into movement (tenant_id, gen, account_id, day, kind, pos, sub_kind, amount_e4, line_id, amendment_id, freeze_id, churn_reason)
with come as (
    select a, day, case when was_customer then 'REACTIVATION' else 'NEW' end as kind, after_e4 as e4 from day where before_e4 = 0 and after_e4 > 0),
go as (select a, day, 'CHURN', -before_e4 from day where before_e4 > 0 and after_e4 = 0),
rise as (select a, day, 'EXPANSION', after_e4 - before_e4 - index_e4 from day where before_e4 > 0 and after_e4 > 0 and after_e4 - before_e4 > index_e4),
fall as (select a, day, 'CONTRACTION', after_e4 - before_e4 - index_e4 from day where before_e4 > 0 and after_e4 > 0 and after_e4 - before_e4 < index_e4),
indexed as (select a, day, 'READJUSTMENT', index_e4 from day where index_e4 <> 0),
up as (select distinct on (a, day) * from step where e4 > 0 and not is_index order by a, day, e4 desc, line_id),
begun as (select distinct on (a, day) * from step where e4 > 0 order by a, day, e4 desc, line_id),
down as (select distinct on (a, day) * from step where e4 < 0 and not is_index order by a, day, e4, line_id),
index as (select distinct on (a, day) * from step where is_index order by a, day, abs(e4) desc, line_id),
caused as (
    select m.*, null::text as sub_kind, s.line_id, s.amendment_id, null::uuid as freeze_id, s.churn_reason from come m left join begun s using (a, day)
    union all
    select m.*, null, s.line_id, s.amendment_id, null, s.churn_reason from go m left join down s using (a, day)
    union all
    select m.*, case when s.change_kind in ('UPSELL', 'CROSS_SELL') then s.change_kind when s.is_next and s.is_more then 'UPSELL' when s.is_next or s.change_kind = 'RENEWAL' then 'OTHER'
                     when exists (select from piece p where p.a = s.a and p.product_id = s.product_id and p.starts_on < s.day and p.ends_on >= s.day) then 'UPSELL'
                     when s.line_id is not null then 'CROSS_SELL' end, s.line_id, s.amendment_id, null, s.churn_reason
      from rise m left join up s using (a, day)
    union all
    select m.*, null, s.line_id, s.amendment_id, null, s.churn_reason from fall m left join down s using (a, day)
    union all
    select m.*, null, s.line_id, s.amendment_id, null, s.churn_reason from indexed m left join index s using (a, day)
    union all
    select d.a, d.day, case when frozen_e4 > frozen_before_e4 then 'FREEZE' else 'UNFREEZE' end, frozen_before_e4 - frozen_e4, null, null, null,
           (select f.id from account_freeze f where f.tenant_id = :tenant and f.account_id = c.account_id and f.is_billing_suspended and f.from_on <= d.day and f.until_on >= d.day order by f.id limit 1), null
      from day d join acc c using (a) where frozen_e4 <> frozen_before_e4)
select :tenant, :gen, c.account_id, m.day, m.kind, 2, m.sub_kind, m.e4, m.line_id, m.amendment_id, m.freeze_id, m.churn_reason from caused m join acc c using (a) order by m.a, m.day;

-- Month-ends.
create temp table month on commit drop as
with summed as (
    select a, month, max(day) as day, sum(index_e4)::bigint as index_e4, sum(greatest(0, frozen_e4 - frozen_before_e4))::bigint as freeze_e4, sum(greatest(0, frozen_before_e4 - frozen_e4))::bigint as unfreeze_e4
      from day group by a, month)
select s.a, s.month, s.index_e4, s.freeze_e4, s.unfreeze_e4, lag(d.after_e4, 1, 0::bigint) over m as opening_e4, d.after_e4 as closing_e4, lag(d.frozen_e4, 1, 0::bigint) over m as frozen_opening_e4,
       d.frozen_e4 as frozen_closing_e4
  from summed s join day d using (a, day) window m as (partition by a order by s.month);

analyze month;

-- What the statement shows of each account; at_month: the month-end whose group it belongs to.
create temp table flow on commit drop as
with first as (select a, min(month) as month from month where closing_e4 > 0 group by a)
select m.a, m.month, f.measure, f.e4, f.n, case when m.opening_e4 = 0 then m.month else m.month - 1 end as at_month, m.opening_e4 - m.frozen_opening_e4 as opening_e4, m.closing_e4 - m.frozen_closing_e4 as closing_e4
  from month m left join first n on n.a = m.a and n.month = m.month
 cross join lateral (
    select case when n.a is null then 'REACTIVATION' else 'NEW' end as measure, m.closing_e4 as e4, 1 as n where m.opening_e4 = 0 and m.closing_e4 > 0
    union all select 'FREEZE', m.frozen_closing_e4, 1 where m.opening_e4 = 0 and m.frozen_closing_e4 > 0
    union all select 'CHURN', m.opening_e4, 1 where m.opening_e4 > 0 and m.closing_e4 = 0
    union all select 'UNFREEZE', m.frozen_opening_e4, 1 where m.frozen_opening_e4 > 0 and m.closing_e4 = 0
    union all select 'READJUSTMENT', m.index_e4, 1 where m.opening_e4 > 0 and m.closing_e4 > 0 and m.index_e4 <> 0
    union all select 'FREEZE', m.freeze_e4, 1 where m.opening_e4 > 0 and m.closing_e4 > 0 and m.freeze_e4 <> 0
    union all select 'UNFREEZE', m.unfreeze_e4, 1 where m.opening_e4 > 0 and m.closing_e4 > 0 and m.unfreeze_e4 <> 0
    union all select 'EXPANSION', m.closing_e4 - m.opening_e4 - m.index_e4, 1 where m.opening_e4 > 0 and m.closing_e4 > 0 and m.closing_e4 - m.opening_e4 > m.index_e4
    union all select 'CONTRACTION', m.opening_e4 - m.closing_e4 + m.index_e4, 1 where m.opening_e4 > 0 and m.closing_e4 > 0 and m.closing_e4 - m.opening_e4 < m.index_e4
    union all select 'FROZEN', m.frozen_closing_e4 - m.frozen_opening_e4, sign(m.frozen_closing_e4)::integer - sign(m.frozen_opening_e4)::integer where m.frozen_closing_e4 <> m.frozen_opening_e4) f;

analyze flow;

insert into month_change (tenant_id, gen, account_id, month, kind, pos, opening_e4, closing_e4, amount_e4)
select :tenant, :gen, c.account_id, f.month, f.measure, 2, f.opening_e4, f.closing_e4, f.e4 from flow f join acc c using (a) where f.measure <> 'FROZEN' order by f.a;

-- Groups by day and by month-end.
create temp table grp on commit drop as
with told as (
    select c.a, g.dim, g.from_on, g.value, lag(g.value, 1, 'NONE') over (partition by c.a, g.dim order by g.from_on) as value_before
      from account_group g join acc c on c.account_id = g.account_id where g.tenant_id = :tenant),
news as (
    select a, dim, from_on, value, lead(from_on, 1, date '9999-12-31') over d as until_on, lag(from_on) over d is null as is_first from told where value <> value_before window d as (partition by a, dim order by from_on))
select a, dim, from_on as from_day, until_on as until_day, value from news
union all select a, dim, date '0001-01-01', from_on, 'NONE' from news where is_first and from_on > date '0001-01-01'
union all select a, 'cohort', date '0001-01-01', date '9999-12-31', to_char(make_date(min(month) / 12, min(month) % 12 + 1, 1), 'YYYY-MM') from month where closing_e4 > 0 group by a;

analyze grp;

insert into group_interval (tenant_id, gen, account_id, dim, from_day, pos, until_day, value)
select :tenant, :gen, c.account_id, g.dim, g.from_day, 2, g.until_day, g.value from grp g join acc c using (a) order by g.a;

create temp table mgroup on commit drop as
with ends as (
    select a, dim, value, farol_month(from_day) as f, lag(value) over (partition by a, dim order by from_day) as before from grp where farol_month(from_day) < farol_month(until_day))
select a, dim, value, before, f, lead(f, 1, 119999) over d as t, count(*) over (partition by a, dim) > 1 as is_moving
  from ends where value is distinct from before window d as (partition by a, dim order by f)
union all
select a, 'total', '', null, 12, 119999, false from acc;

analyze mgroup;

-- Changes of group between two month-ends at which the account is a customer.
create temp table span on commit drop as
select a, month as f, lead(month, 1, 119999) over m as t, closing_e4 - frozen_closing_e4 as mrr_e4, closing_e4 as gross_e4,
       (sum(case when opening_e4 > 0 and closing_e4 > 0 then index_e4 else 0 end) over m)::bigint as index_e4
  from month where exists (select from flow where flow.a = month.a and flow.month = month.month and flow.measure <> 'FROZEN') window m as (partition by a order by month);

-- looked up by account below: without it the script's time grows with the square of the accounts
create index on span (a);

analyze span;

create temp table transfer on commit drop as
select g.a, g.dim, x.value, x.measure, g.f as month, x.e4, x.n
  from mgroup g
  join span s on s.a = g.a and s.f <= g.f and g.f < s.t and s.gross_e4 > 0
  join span b on b.a = g.a and b.f <= g.f - 1 and g.f - 1 < b.t and b.gross_e4 > 0
 cross join lateral (
    select g.before as value, 'TRANSFER_OUT' as measure, s.mrr_e4 as e4, 1 as n
    union all select g.value, 'TRANSFER_IN', s.mrr_e4, 1
    union all select g.before, 'FROZEN', s.mrr_e4 - s.gross_e4, -1 where g.before <> 'NONE' and s.gross_e4 > s.mrr_e4
    union all select g.value, 'FROZEN', s.gross_e4 - s.mrr_e4, 1 where g.value <> 'NONE' and s.gross_e4 > s.mrr_e4) x
 where g.is_moving and g.before is not null;

-- Products and terms: the account's net change in proportion to what moved its way.
create temp table part on commit drop as
with kept as (
    select p.a, d.dim, d.value from piece p cross join lateral (select 'product' as dim, p.product_id::text as value union all select 'term', p.term) d group by 1, 2, 3),
stepped as (
    select s.a, d.dim, d.value, y.month, sum(s.e4) as e4, coalesce(sum(s.e4) filter (where s.is_index and y.index_e4 <> 0), 0) as index_e4
      from step s join day y using (a, day) cross join lateral (select 'product' as dim, s.product_id::text as value union all select 'term', s.term) d group by 1, 2, 3, 4),
-- all months of an account that is ever frozen, else only those in which the group moves
point as (
    select a, dim, value, month, e4, index_e4 from stepped
    union all
    select k.a, k.dim, k.value, m.month, 0, 0
      from kept k join month m using (a)
     where k.a in (select a from month where frozen_closing_e4 > 0 or freeze_e4 > 0) and not exists (select from stepped s where (s.a, s.dim, s.value, s.month) = (k.a, k.dim, k.value, m.month))),
balance as (
    select *, sum(e4) over (partition by a, dim, value order by month) as after_e4 from point),
scene as (
    select b.a, b.dim, b.value, b.month, b.after_e4 - b.e4 as before_e4, b.after_e4, b.index_e4, m.opening_e4, m.closing_e4, m.frozen_opening_e4 > 0 as was_held, m.frozen_closing_e4 > 0 as is_held,
           case when m.opening_e4 > 0 and m.closing_e4 > 0 then m.freeze_e4 else 0 end as freezes_e4, case when m.opening_e4 > 0 and m.closing_e4 > 0 then m.unfreeze_e4 else 0 end as unfreezes_e4,
           sum(b.after_e4) over (partition by b.a, b.dim, b.month) as weight, sum(b.after_e4) over (partition by b.a, b.dim, b.month order by b.value collate "C") as weight_so_far
      from balance b join month m using (a, month)),
held as (
    select *, case when freezes_e4 > 0 and weight > 0 then div(freezes_e4 * weight_so_far, weight) - div(freezes_e4 * (weight_so_far - after_e4), weight) else 0 end as freeze_e4,
           case when unfreezes_e4 > 0 and weight > 0 then div(unfreezes_e4 * weight_so_far, weight) - div(unfreezes_e4 * (weight_so_far - after_e4), weight) else 0 end as unfreeze_e4
      from scene),
rest as (
    select *, case when is_held then 0 else after_e4 end - case when was_held then 0 else before_e4 end - index_e4 + freeze_e4 - unfreeze_e4 as rest_e4 from held),
net as (
    select *, sum(rest_e4) over (partition by a, dim, month) as net_e4 from rest),
way as (
    select *, case when net_e4 > 0 then greatest(rest_e4, 0) else greatest(-rest_e4, 0) end as way_e4 from net),
share as (
    select *, sum(way_e4) over (partition by a, dim, month) as ways_e4, sum(way_e4) over (partition by a, dim, month order by value collate "C") as ways_so_far from way),
given as (
    select *, case when ways_e4 > 0 then div(abs(net_e4) * ways_so_far, ways_e4) - div(abs(net_e4) * (ways_so_far - way_e4), ways_e4) else 0 end as part_e4 from share)
select g.a, g.dim, g.value, x.measure, g.month, x.e4, x.n
  from given g
  left join (select a, min(month) as month from month where closing_e4 > 0 group by a) n on n.a = g.a and n.month = g.month
 cross join lateral (select rest_e4 - case when net_e4 > 0 then part_e4 else -part_e4 end as left_e4) l
 cross join lateral (
    select case when n.a is null then 'REACTIVATION' else 'NEW' end as measure, after_e4 as e4, 1 as n where opening_e4 = 0 and closing_e4 > 0 and after_e4 > 0
    union all select 'FREEZE', after_e4, 1 where opening_e4 = 0 and closing_e4 > 0 and is_held and after_e4 > 0
    union all select 'CHURN', before_e4, 1 where opening_e4 > 0 and closing_e4 = 0 and before_e4 > 0
    union all select 'UNFREEZE', before_e4, 1 where opening_e4 > 0 and closing_e4 = 0 and was_held and before_e4 > 0
    union all select 'READJUSTMENT', index_e4, 1 where opening_e4 > 0 and closing_e4 > 0 and index_e4 <> 0
    union all select 'FREEZE', freeze_e4, 1 where opening_e4 > 0 and closing_e4 > 0 and freeze_e4 <> 0
    union all select 'UNFREEZE', unfreeze_e4, 1 where opening_e4 > 0 and closing_e4 > 0 and unfreeze_e4 <> 0
    union all select case when net_e4 > 0 then 'EXPANSION' else 'CONTRACTION' end, part_e4, 1 where opening_e4 > 0 and closing_e4 > 0 and part_e4 <> 0
    union all select 'TRANSFER_IN', greatest(left_e4, 0), case when before_e4 = 0 and after_e4 > 0 then 1 else 0 end
               where opening_e4 > 0 and closing_e4 > 0 and (left_e4 > 0 or before_e4 = 0 and after_e4 > 0)
    union all select 'TRANSFER_OUT', greatest(-left_e4, 0), case when before_e4 > 0 and after_e4 = 0 then 1 else 0 end
               where opening_e4 > 0 and closing_e4 > 0 and (left_e4 < 0 or before_e4 > 0 and after_e4 = 0)
    union all select 'FROZEN', i.is_e4 - i.was_e4, sign(i.is_e4)::integer - sign(i.was_e4)::integer
               from (select case when is_held then after_e4 else 0 end as is_e4, case when was_held then before_e4 else 0 end as was_e4) i where i.is_e4 <> i.was_e4) x;

-- Contracts: the places of their lines' days on the scale of months. Whoever has one line that begins the contract and never ends needs no more.
create temp table bit on commit drop as
select p.a, t.contract_id, s.term, s.first_on, farol_month_units(s.first_on) as origin, p.starts_on, p.ends_on, p.rc_e4
  from piece p
  join line_term t on t.tenant_id = :tenant and t.line_id = p.line_id and t.starts_on = p.starts_on
  join (select contract_id, min(starts_on) as first_on, max(term_months) as term from line_term where tenant_id = :tenant group by contract_id) s on s.contract_id = t.contract_id
 where p.rc_e4 > 0;

analyze bit;

create temp table worth on commit drop as
with plain as (
    select contract_id from bit group by contract_id having count(*) = 1 and min(starts_on) = min(first_on) and min(ends_on) = date '9999-12-31'),
odd as (
    select a, contract_id, term, origin, rc_e4, farol_month(first_on) as first, farol_month(starts_on) as f, farol_month(ends_on) as t, farol_month_units(starts_on) as u,
           case when ends_on < date '9999-12-31' then farol_month_units(ends_on) else 119999 * 377580::bigint end as v
      from bit where contract_id not in (select contract_id from plain)),
-- the terms in which something begins or ends have values of their own, from their first month-end to the next one's
shaky as (
    select distinct a, contract_id, term, origin, origin + place * term * 377580::bigint as began, (first + place * term)::integer as began_month
      from odd cross join lateral (select (u - origin) / (term * 377580::bigint) as place union select (v - origin) / (term * 377580::bigint) where t < 119999) p where term is not null),
mean as (
    select s.a, s.contract_id, s.began_month + (farol_month_end_units(s.began_month) < s.began)::integer as f,
           s.began_month + s.term + (farol_month_end_units(s.began_month + s.term) < s.began + s.term * 377580::bigint)::integer as t,
           floor((24 * sum(o.rc_e4::numeric * (least(o.v, s.began + s.term * 377580::bigint) - greatest(o.u, s.began))) + s.term * 377580::bigint) / (2 * s.term * 377580::bigint))::bigint as e4
      from shaky s join odd o on o.contract_id = s.contract_id and o.u < s.began + s.term * 377580::bigint and o.v > s.began
     group by s.a, s.contract_id, s.term, s.began, s.began_month),
turn as (
    select contract_id, f as month from odd union select contract_id, t from odd union select contract_id, f from mean union select contract_id, t from mean),
span as (
    select contract_id, month as f, lead(month) over (partition by contract_id order by month) as t from turn),
told as (
    select s.contract_id, s.f, s.t, max(o.a) as a, coalesce(max(m.e4), 12 * sum(o.rc_e4))::bigint as e4
      from span s join odd o on o.contract_id = s.contract_id and o.f <= s.f and s.f < o.t left join mean m on m.contract_id = s.contract_id and m.f <= s.f and s.f < m.t
     group by s.contract_id, s.f, s.t),
new as (
    select *, (lag(t) over c, lag(e4) over c) is distinct from (f, e4) as is_new from told window c as (partition by contract_id order by f)),
numbered as (
    select *, count(*) filter (where is_new) over (partition by contract_id order by f) as nr from new)
select a, contract_id, farol_month(starts_on) as f, 119999 as t, 12 * rc_e4 as e4 from bit where contract_id in (select contract_id from plain)
union all
select a, contract_id, min(f), max(t), e4 from numbered group by a, contract_id, nr, e4;

analyze worth;

-- Tickets that come and go, in two parts of 20 bits.
create temp table paid on commit drop as
select month, sign, e4, div(e4, 1048576) as a, mod(e4, 1048576) as b
  from (select month, 1 as sign, (closing_e4 - frozen_closing_e4)::numeric as e4 from month where closing_e4 - frozen_closing_e4 <> opening_e4 - frozen_opening_e4
        union all
        select month, -1, opening_e4 - frozen_opening_e4 from month where closing_e4 - frozen_closing_e4 <> opening_e4 - frozen_opening_e4) t
 where e4 > 0;

insert into contract_value (tenant_id, gen, account_id, contract_id, pos, from_month, until_month, value_e4)
select :tenant, :gen, c.account_id, w.contract_id, 2, w.f, w.t, w.e4
  from (select a, contract_id, array_agg(f order by f) as f, array_agg(t order by f) as t, array_agg(e4 order by f) as e4 from worth group by a, contract_id) w join acc c using (a);

create temp table sum_of_all on commit drop as
select dim, measure, month, sum(e4)::bigint as e4, sum(n)::bigint as n
  from (select 'contracts:total' as dim, 'VALUE' as measure, b.month, sum(b.n * w.e4) as e4, sum(b.n) as n from worth w cross join lateral (values (w.f, 1), (w.t, -1)) b (month, n) where b.month < 119999 group by b.month
        union all
        select 'contracts:total', 'ACCOUNTS', m.month, 0, sum(m.n)
          from (select a, unnest(range_agg(int4range(f, t))) as r from worth group by a) h cross join lateral (values (lower(h.r), 1), (upper(h.r), -1)) m (month, n)
         where m.month < 119999 group by m.month
        union all
        select 'tickets:total', x.measure, x.month, sum(x.sign * x.e4), sum(x.sign * x.n)
          from (select 'TICKET ' || farol_ticket_bucket(t.e4::bigint) as measure, t.month, t.sign, 0::numeric as e4, 1::numeric as n from paid t
                union all
                select 'SQUARES', t.month, t.sign, mod(t.a * t.b, 524288) * 2097152 + t.b * t.b, t.a * t.a + div(t.a * t.b, 524288) from paid t) x
         group by x.measure, x.month) x
 group by dim, measure, month having sum(e4) <> 0 or sum(n) <> 0;

insert into cell_block (tenant_id, gen, dim, block, measure, month, amount_e4, n)
select :tenant, :gen, dim, case when dim = 'tickets:total' then month else month / 120 end, array_agg(measure order by measure collate "C", month), array_agg(month order by measure collate "C", month),
       array_agg(e4 order by measure collate "C", month), array_agg(n order by measure collate "C", month)
  from sum_of_all group by 3, 4;

insert into cell (tenant_id, gen, dim, value, measure, month, amount_e4, n)
select :tenant, :gen, dim, value, measure, month, sum(e4), sum(n)
  from (select g.dim, g.value, f.measure, f.month, sum(f.e4) as e4, sum(f.n) as n
          from flow f join mgroup g on g.a = f.a and g.f <= f.at_month and f.at_month < g.t where g.value <> 'NONE' group by 1, 2, 3, 4
        union all
        select dim, value, measure, month, sum(e4), sum(n) from transfer group by 1, 2, 3, 4
        union all
        select dim, value, measure, month, sum(e4), sum(n) from part group by 1, 2, 3, 4
        union all
        select 'life:' || g.dim, g.value, l.measure, b.month, 0, sum(b.n)
          from (select a, month as f, lead(month, 1, 119999) over m as t,
                       case when closing_e4 = 0 then 'ENDED ' else 'OPEN ' end || abs(sum(case when closing_e4 = 0 then month else -month end) over m) as measure
                  from month where (opening_e4 = 0) <> (closing_e4 = 0) window m as (partition by a order by month)) l
          join mgroup g on g.a = l.a and greatest(g.f, l.f) < least(g.t, l.t)
         cross join lateral (values (greatest(g.f, l.f), 1), (least(g.t, l.t), -1)) b (month, n)
         where g.value <> 'NONE' and b.month < 119999
         group by 1, 2, 3, 4
        union all
        select 'frozen:' || g.dim, g.value, x.measure || x.w, b.month, sum(x.e4 * b.sign), 0
          from span h
          join mgroup g on g.a = h.a and g.value <> 'NONE'
         cross join lateral (
            select 'NOW ' as measure, w.w, greatest(h.f, g.f) as f, least(h.t, g.t) as t, h.mrr_e4 - h.gross_e4 as e4 from (values (1), (3), (6), (12)) w (w)
            union all
            select m.measure, w.w, greatest(h.f, greatest(p.f, g.f) + w.w), least(h.t, least(p.t, g.t) + w.w), m.e4
              from span p cross join (values (1), (3), (6), (12)) w (w)
             cross join lateral (values ('NOW ', h.gross_e4 - h.mrr_e4), ('OVER ', greatest(h.gross_e4 - h.mrr_e4 - p.mrr_e4, 0))) m (measure, e4)
             where p.a = h.a and p.mrr_e4 > 0 and p.f < h.t) x
         cross join lateral (values (x.f, 1), (x.t, -1)) b (month, sign)
         where h.gross_e4 > h.mrr_e4 and x.f < x.t and b.month < 119999
         group by 1, 2, 3, 4) c
 group by dim, value, measure, month having sum(e4) <> 0 or sum(n) <> 0;

-- Windows. Pairs (then, now) of all customers, as q_sparse.sql makes them, less what the sums of cell say. An account whose changes lie a window apart, one kind at a time, adds nothing.
create temp table near on commit drop as
select a, min(gap) as gap
  from (select a, t - f as gap from span
        union all
        select a, 0 from flow where measure <> 'FROZEN' group by a, month having count(*) > 1 or min(e4) < 0) g
 where gap < 12 group by a;

analyze near;

create temp table win on commit drop as
with pair as (
    select i.a, w.w, greatest(i.f + w.w, j.f) as f, least(i.t + w.w, j.t) as t, case when i.mrr_e4 > 0 then j.mrr_e4 else 0 end as now_e4, least(i.mrr_e4, j.mrr_e4) as min_e4,
           case when i.mrr_e4 > 0 and j.mrr_e4 > 0 then j.index_e4 - i.index_e4 else 0 end as index_e4
      from near n
      join span i on i.a = n.a and i.gross_e4 > 0
      join span j on j.a = n.a and j.gross_e4 > 0 and j.f < i.t + 12 and i.f < j.t
      join (values (1), (3), (6), (12)) w (w) on n.gap < w.w
     where greatest(i.f + w.w, j.f) < least(i.t + w.w, j.t)),
event as (
    select a, w, f as month, now_e4, min_e4, index_e4, 1 as kept from pair
    union all select a, w, t, -now_e4, -min_e4, -index_e4, -1 from pair where t < 119999
    union all
    select a, w, f.month + x.later * w, -x.now_e4, -x.min_e4, -x.index_e4, -x.kept
      from near n join flow f using (a) join (values (1), (3), (6), (12)) w (w) on n.gap < w.w
     cross join lateral (
        select 1 as later, f.e4 as now_e4, f.e4 as min_e4, 0::bigint as index_e4, f.n as kept where f.measure in ('NEW', 'REACTIVATION')
        union all select 1, f.e4, f.e4, 0, 0 where f.measure = 'UNFREEZE'
        union all select 0, f.e4, 0, 0, 0 where f.measure = 'EXPANSION'
        union all select 1, 0, f.e4, 0, 0 where f.measure = 'EXPANSION'
        union all select 0, f.e4, 0, f.e4, 0 where f.measure = 'READJUSTMENT'
        union all select 1, 0, f.e4, -f.e4, 0 where f.measure = 'READJUSTMENT'
        union all select 0, -f.e4, -f.e4, 0, case when f.measure = 'CHURN' then -f.n else 0 end where f.measure in ('CONTRACTION', 'FREEZE', 'CHURN')) x)
select a, w, month, sum(now_e4)::bigint as now_e4, sum(min_e4)::bigint as min_e4, sum(index_e4)::bigint as index_e4, sum(kept)::integer as kept
  from event group by a, w, month having sum(now_e4) <> 0 or sum(min_e4) <> 0 or sum(index_e4) <> 0 or sum(kept) <> 0;

analyze win;

-- The same for groups that accounts move between: a pair counts while the account is in the group at the window's start.
create temp table moving_win on commit drop as
with pair as (
    select g.a, g.dim, g.value, w.w, greatest(greatest(i.f, g.f) + w.w, j.f) as f, least(least(i.t, g.t) + w.w, j.t) as t, case when i.mrr_e4 > 0 then j.mrr_e4 else 0 end as now_e4,
           least(i.mrr_e4, j.mrr_e4) as min_e4, case when i.mrr_e4 > 0 and j.mrr_e4 > 0 then j.index_e4 - i.index_e4 else 0 end as index_e4
      from mgroup g
      join span i on i.a = g.a and i.gross_e4 > 0 and i.f < g.t and g.f < i.t
      join span j on j.a = g.a and j.gross_e4 > 0 and i.f < j.t
     cross join (values (1), (3), (6), (12)) w (w)
     where g.is_moving and g.value <> 'NONE' and greatest(greatest(i.f, g.f) + w.w, j.f) < least(least(i.t, g.t) + w.w, j.t)),
known as (
    select g.dim, g.value, f.measure, f.month, f.e4, f.n from mgroup g join flow f on f.a = g.a and g.f <= f.at_month and f.at_month < g.t where g.is_moving and g.value <> 'NONE' and f.measure <> 'FROZEN'
    union all select dim, value, measure, month, e4, n from transfer where value <> 'NONE' and measure <> 'FROZEN')
select dim, value, w, f as month, now_e4, min_e4, index_e4, 1 as kept from pair
union all select dim, value, w, t, -now_e4, -min_e4, -index_e4, -1 from pair where t < 119999
union all
select dim, value, w, month + x.later * w, -x.now_e4, -x.min_e4, -x.index_e4, -x.kept
  from known f cross join (values (1), (3), (6), (12)) w (w)
 cross join lateral (
    select 1 as later, f.e4 as now_e4, f.e4 as min_e4, 0::bigint as index_e4, f.n as kept where f.measure in ('NEW', 'REACTIVATION', 'TRANSFER_IN')
    union all select 1, -f.e4, -f.e4, 0, -f.n where f.measure = 'TRANSFER_OUT'
    union all select 1, f.e4, f.e4, 0, 0 where f.measure = 'UNFREEZE'
    union all select 0, f.e4, 0, 0, 0 where f.measure = 'EXPANSION'
    union all select 1, 0, f.e4, 0, 0 where f.measure = 'EXPANSION'
    union all select 0, f.e4, 0, f.e4, 0 where f.measure = 'READJUSTMENT'
    union all select 1, 0, f.e4, -f.e4, 0 where f.measure = 'READJUSTMENT'
    union all select 0, -f.e4, -f.e4, 0, case when f.measure = 'CHURN' then -f.n else 0 end where f.measure in ('CONTRACTION', 'FREEZE', 'CHURN')) x;

create temp table sums on commit drop as
select dim, value, w, month, sum(now_e4)::bigint as now_e4, sum(min_e4)::bigint as min_e4, sum(index_e4)::bigint as index_e4, sum(kept)::bigint as kept
  from (select g.dim, g.value, x.w, x.month, sum(x.now_e4) as now_e4, sum(x.min_e4) as min_e4, sum(x.index_e4) as index_e4, sum(x.kept) as kept
          from win x join mgroup g using (a) where not g.is_moving and g.value <> 'NONE' group by 1, 2, 3, 4
        union all
        select dim, value, w, month, sum(now_e4), sum(min_e4), sum(index_e4), sum(kept) from moving_win group by 1, 2, 3, 4) s
 group by dim, value, w, month having sum(now_e4) <> 0 or sum(min_e4) <> 0 or sum(index_e4) <> 0 or sum(kept) <> 0;

insert into window_cell (tenant_id, gen, dim, value, month, now_1_e4, min_1_e4, index_1_e4, kept_1, now_3_e4, min_3_e4, index_3_e4, kept_3, now_6_e4, min_6_e4, index_6_e4, kept_6, now_12_e4, min_12_e4,
       index_12_e4, kept_12)
select :tenant, :gen, dim, value, month, coalesce(max(now_e4) filter (where w = 1), 0), coalesce(max(min_e4) filter (where w = 1), 0), coalesce(max(index_e4) filter (where w = 1), 0),
       coalesce(max(kept) filter (where w = 1), 0), coalesce(max(now_e4) filter (where w = 3), 0), coalesce(max(min_e4) filter (where w = 3), 0), coalesce(max(index_e4) filter (where w = 3), 0),
       coalesce(max(kept) filter (where w = 3), 0), coalesce(max(now_e4) filter (where w = 6), 0), coalesce(max(min_e4) filter (where w = 6), 0), coalesce(max(index_e4) filter (where w = 6), 0),
       coalesce(max(kept) filter (where w = 6), 0), coalesce(max(now_e4) filter (where w = 12), 0), coalesce(max(min_e4) filter (where w = 12), 0),
       coalesce(max(index_e4) filter (where w = 12), 0), coalesce(max(kept) filter (where w = 12), 0)
  from sums group by dim, value, month;

-- What ends: by the first day and the end; who has several such lines, or is ever held, by the stretches between his days.
create temp table due on commit drop as
with ending as (
    select a, starts_on, ends_on, rc_e4
      from (select *, lead(starts_on) over (partition by a, line_id order by starts_on) is not distinct from ends_on as is_followed from piece) p
     where rc_e4 > 0 and ends_on < date '9999-12-31' and starts_on < ends_on and not is_followed),
hold as (
    select c.a, f.from_on, f.until_on from account_freeze f join acc c using (account_id) where f.tenant_id = :tenant and f.is_billing_suspended and f.from_on < f.until_on),
many as (
    select a from ending group by a having count(*) > 1 union select a from hold),
border as (
    select a, starts_on as day from ending join many using (a) union select a, ends_on from ending join many using (a) union select a, from_on from hold union select a, until_on from hold),
stretch as (
    select a, day as f, lead(day) over (partition by a order by day) as t from border),
billed as (
    select s.a, s.f, s.t, e.ends_on, e.rc_e4
      from stretch s join ending e on e.a = s.a and e.starts_on <= s.f and s.f < e.ends_on
     where not exists (select from hold h where h.a = s.a and h.from_on <= s.f and s.f < h.until_on)),
run as (
    select starts_on as f, ends_on as t, ends_on, rc_e4, 1 as n from ending where a not in (select a from many)
    union all
    select f, t, ends_on, rc_e4, 0 from billed
    union all
    select f, t, max(ends_on), 0, 1 from billed group by a, f, t),
once as (
    select x.day, ends_on, sum(x.e4)::bigint as e4, sum(x.n) as n
      from run cross join lateral (values (f, rc_e4, n), (t, -rc_e4, -n)) x (day, e4, n) where x.day < ends_on group by 1, 2)
select farol_month(ends_on) as end_month, farol_month(day) as month, extract(day from day)::integer as start_day, extract(day from ends_on)::integer as end_day, e4, n from once where e4 <> 0 or n <> 0;

create temp table due_side on commit drop as
select 'START' as side, end_month, month, start_day as d, sum(e4)::bigint as e4, sum(n)::bigint as n from due group by 2, 3, 4 having sum(e4) <> 0 or sum(n) <> 0
union all
select 'END', end_month, month, end_day, sum(e4)::bigint, sum(n)::bigint from due group by 2, 3, 4 having sum(e4) <> 0 or sum(n) <> 0;

insert into end_cell (tenant_id, gen, end_month, month, amount_e4, n, started_e4, started, ended_e4, ended)
select :tenant, :gen, m.end_month, m.month, coalesce(sum(e.e4), 0), coalesce(sum(e.n), 0), array_agg(coalesce(s.e4, 0) order by d.d), array_agg(coalesce(s.n, 0) order by d.d),
       array_agg(coalesce(e.e4, 0) order by d.d), array_agg(coalesce(e.n, 0) order by d.d)
  from (select distinct end_month, month from due_side) m
 cross join generate_series(1, 31) d (d)
  left join due_side s on s.side = 'START' and (s.end_month, s.month, s.d) = (m.end_month, m.month, d.d)
  left join due_side e on e.side = 'END' and (e.end_month, e.month, e.d) = (m.end_month, m.month, d.d)
 group by m.end_month, m.month;

insert into cell_log (tenant_id, gen, family, pos, dim, value, measure, month, amount_e4, n)
select :tenant, :gen, case when dim in ('total', 'life:total', 'frozen:total', 'ends:total', 'contracts:total', 'tickets:total') then 'TOTAL' else 'GROUPS' end, 2,
       array_agg(dim order by dim, value, measure, month),
       array_agg(value order by dim, value, measure, month), array_agg(measure order by dim, value, measure, month), array_agg(month order by dim, value, measure, month),
       array_agg(e4 order by dim, value, measure, month), array_agg(n order by dim, value, measure, month)
  from (select dim collate "C" as dim, value collate "C" as value, measure collate "C" as measure, month, amount_e4 as e4, n from cell where tenant_id = :tenant and gen = :gen
        union all select dim, value, 'NOW_' || w, month, now_e4, kept from sums where now_e4 <> 0 or kept <> 0
        union all select dim, value, 'MIN_' || w, month, min_e4, 0 from sums where min_e4 <> 0
        union all select dim, value, 'INDEX_' || w, month, index_e4, 0 from sums where index_e4 <> 0
        union all select dim, '', measure, month, e4, n from sum_of_all
        union all select 'ends:total', '', side || ' ' || end_month || ' ' || d, month, e4, n from due_side) l
 group by 3;
