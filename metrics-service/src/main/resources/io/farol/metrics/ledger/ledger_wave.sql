-- One wave of the ledger, set-based: the accounts of w_touch (account_id, pos, is_known), each computed as believed just before its pos (side 0) and from it on (side 1). The difference is
-- written. The same rules as the classes …Formula, in the same order. Run by LedgerWave, which puts FactStatements in for the words in braces.
--
-- k names one account at one belief: 2 × its number + side, numbered by account_id, so that what is sorted by k goes into the indexes in their order. Sums of bigint are numeric in PostgreSQL and
-- are cast back at once, since the next step would be several times slower. Each work table is written in the order in which the next one sorts it.

drop table if exists pg_temp.w, pg_temp.w_piece, pg_temp.w_freeze, pg_temp.w_step, pg_temp.w_day, pg_temp.w_stretch, pg_temp.w_movement, pg_temp.w_month, pg_temp.w_flow, pg_temp.w_group, pg_temp.w_value,
     pg_temp.w_month_group, pg_temp.w_constant, pg_temp.w_life, pg_temp.w_end, pg_temp.w_span, pg_temp.w_dim_flow, pg_temp.w_window, pg_temp.w_product, pg_temp.w_mixed, pg_temp.w_line_step,
     pg_temp.w_contract_piece, pg_temp.w_contract, pg_temp.w_worth;

-- Where nothing was believed before there is no side 0.
create temp table w on commit drop as
select (2 * t.nr + b.side)::integer as k, t.account_id, b.side, t.pos - 1 + b.side as as_of, t.pos
  from (select row_number() over (order by account_id) as nr, account_id, pos, is_known from w_touch) t
  join (values (0), (1)) b (side) on b.side = 1 or t.is_known
 order by k;

truncate w_touch;

analyze w;

create temp table w_piece on commit drop as
{pieces};

create temp table w_freeze on commit drop as
{freezes};

analyze w_piece;

analyze w_freeze;

-- LineStepFormula, with the sub-kind that an expansion caused by the step has; served_from: where the step is an end, the first day of the piece that ends.
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
       amendment_id, null::text as churn_reason, null::date as served_from
  from starts where rc <> case when goes_on then prev_rc else 0 end
union all
select k, until_day, line_id, product_id, term, -rc, false, null, null, churn_reason, from_day
  from starts where until_day < date '9999-12-31' and next_from is distinct from until_day and rc <> 0;

analyze w_step;

-- StretchFormula: every day with a step or a border of a freeze, also when all stays as it was; …_before = the day before. readjustment_e4: the index's part, only while the account is a logo.
create temp table w_day on commit drop as
with step as (
    select k, day, delta_e4, case when is_readjustment then delta_e4 else 0 end as index_e4, 0 as suspended from w_step
    union all select k, from_day, 0, 0, 1 from w_freeze
    union all select k, until_day, 0, 0, -1 from w_freeze where until_day < date '9999-12-31'),
day as (
    select k, day, sum(delta_e4)::bigint as delta_e4, sum(index_e4)::bigint as index_e4, sum(suspended) as suspended from step group by k, day),
state as (
    select k, day, index_e4, (sum(delta_e4) over account)::bigint as gross_e4, sum(suspended) over account > 0 as is_suspended
      from day window account as (partition by k order by day)),
billed as (
    select k, day, index_e4, gross_e4, lag(gross_e4, 1, 0::bigint) over account as gross_before_e4, case when is_suspended then 0 else gross_e4 end as mrr_e4,
           case when is_suspended then gross_e4 else 0 end as frozen_e4
      from state window account as (partition by k order by day))
select k, day, farol_month(day) as month, mrr_e4, frozen_e4, gross_e4, lag(mrr_e4, 1, 0::bigint) over account as mrr_before_e4, lag(frozen_e4, 1, 0::bigint) over account as frozen_before_e4,
       gross_before_e4, max(gross_before_e4) over account > 0 as was_logo, case when gross_before_e4 > 0 and gross_e4 > 0 then index_e4 else 0 end as readjustment_e4
  from billed window account as (partition by k order by day);

analyze w_day;

-- MovementFormula.
create temp table w_movement on commit drop as
with entry as (
    select d.k, d.day, e.kind, e.amount_e4
      from w_day d
     cross join lateral (
        select d.gross_e4 - d.gross_before_e4 - d.readjustment_e4) r (rest_e4)
     cross join lateral (
        select case when d.gross_before_e4 = 0 then case when d.was_logo then 'REACTIVATION' else 'NEW' end when d.gross_e4 = 0 then 'CHURN' when r.rest_e4 > 0 then 'EXPANSION' else 'CONTRACTION' end,
               r.rest_e4 where r.rest_e4 <> 0
        union all select 'READJUSTMENT', d.readjustment_e4 where d.readjustment_e4 <> 0
        union all select case when d.frozen_e4 > d.frozen_before_e4 then 'FREEZE' else 'UNFREEZE' end, d.frozen_before_e4 - d.frozen_e4 where d.frozen_e4 <> d.frozen_before_e4) e (kind, amount_e4))
select distinct on (e.k, e.day, e.kind collate "C") e.k, e.day, e.kind collate "C" as kind, e.amount_e4, case when e.kind = 'EXPANSION' then s.sub_kind end collate "C" as sub_kind, s.line_id,
       s.amendment_id,
       f.id as freeze_id, s.churn_reason
  from entry e
  left join w_step s on s.k = e.k and s.day = e.day
   and case e.kind when 'NEW' then s.delta_e4 > 0 when 'REACTIVATION' then s.delta_e4 > 0 when 'CHURN' then s.delta_e4 < 0 when 'READJUSTMENT' then s.is_readjustment
            when 'EXPANSION' then s.delta_e4 > 0 and not s.is_readjustment when 'CONTRACTION' then s.delta_e4 < 0 and not s.is_readjustment else false end
  left join w_freeze f on f.k = e.k and f.from_day <= e.day and f.until_day >= e.day and e.kind in ('FREEZE', 'UNFREEZE')
 order by e.k, e.day, e.kind collate "C", abs(s.delta_e4) desc, s.line_id, f.id;

-- MonthNettingFormula: every month in which something moved, also when it came to nothing. Amounts as in the statement's columns, but rest_e4, signed: EXPANSION or CONTRACTION.
create temp table w_month on commit drop as
with moved as (
    select k, month, sum(readjustment_e4)::bigint as readjustment_e4, sum(greatest(0, frozen_e4 - frozen_before_e4))::bigint as freeze_e4,
           sum(greatest(0, frozen_before_e4 - frozen_e4))::bigint as unfreeze_e4
      from w_day where readjustment_e4 <> 0 or frozen_e4 <> frozen_before_e4 group by k, month),
last as (
    select k, month, lead(month) over (partition by k order by day) is distinct from month as is_last, mrr_e4, frozen_e4 from w_day),
ends as (
    select k, month, mrr_e4 as closing_e4, frozen_e4 as frozen_closing_e4, lag(mrr_e4, 1, 0::bigint) over account as opening_e4, lag(frozen_e4, 1, 0::bigint) over account as frozen_opening_e4
      from last where is_last window account as (partition by k order by month)),
gross as (
    select *, opening_e4 + frozen_opening_e4 as gross_opening_e4, closing_e4 + frozen_closing_e4 as gross_closing_e4,
           max(opening_e4 + frozen_opening_e4) over (partition by k order by month) > 0 as was_logo
      from ends)
select g.*, gross_opening_e4 > 0 and gross_closing_e4 > 0 as stays, case when gross_opening_e4 = 0 then gross_closing_e4 else 0 end as coming_e4,
       case when gross_closing_e4 = 0 then gross_opening_e4 else 0 end as going_e4, case when gross_opening_e4 > 0 and gross_closing_e4 > 0 then coalesce(readjustment_e4, 0) else 0 end as readjustment_e4,
       case when gross_opening_e4 = 0 then frozen_closing_e4 when gross_closing_e4 = 0 then 0 else coalesce(freeze_e4, 0) end as freeze_e4,
       case when gross_closing_e4 = 0 then frozen_opening_e4 when gross_opening_e4 = 0 then 0 else coalesce(unfreeze_e4, 0) end as unfreeze_e4,
       case when gross_opening_e4 > 0 and gross_closing_e4 > 0 then gross_closing_e4 - gross_opening_e4 - coalesce(readjustment_e4, 0) else 0 end as rest_e4
  from gross g left join moved using (k, month);

analyze w_month;

-- month_change, and FROZEN beside it; group_month: the month-end whose group the flow belongs to.
create temp table w_flow on commit drop as
select m.k, m.month, f.measure collate "C" as measure, f.amount_e4, f.n, m.month - case when gross_opening_e4 = 0 then 0 else 1 end as group_month, opening_e4, closing_e4
  from w_month m
 cross join lateral (
    select case when m.was_logo then 'REACTIVATION' else 'NEW' end, m.coming_e4, 1 where m.coming_e4 <> 0
    union all select 'CHURN', m.going_e4, 1 where m.going_e4 <> 0
    union all select 'READJUSTMENT', m.readjustment_e4, 1 where m.readjustment_e4 <> 0
    union all select 'FREEZE', m.freeze_e4, 1 where m.freeze_e4 <> 0
    union all select 'UNFREEZE', m.unfreeze_e4, 1 where m.unfreeze_e4 <> 0
    union all select case when m.rest_e4 > 0 then 'EXPANSION' else 'CONTRACTION' end, abs(m.rest_e4), 1 where m.rest_e4 <> 0
    union all select 'FROZEN', m.frozen_closing_e4 - m.frozen_opening_e4, (m.frozen_closing_e4 > 0)::integer - (m.frozen_opening_e4 > 0)::integer
               where m.frozen_closing_e4 <> m.frozen_opening_e4) f (measure, amount_e4, n);

analyze w_flow;

-- GroupFormula.
create temp table w_group on commit drop as
with dated as (
{groups}),
known as (
    select k, dim, from_on, value, lag(value, 1, 'NONE') over (partition by k, dim order by from_on) as value_before from dated),
changed as (
    select k, dim, from_on, lead(from_on, 1, date '9999-12-31') over d as until_on, value, row_number() over d = 1 as is_first
      from known where value <> value_before
    window d as (partition by k, dim order by from_on))
select c.k, c.dim, s.from_day, s.until_day, s.value
  from changed c
 cross join lateral (
    select date '0001-01-01' as from_day, c.from_on as until_day, 'NONE' collate "C" as value where c.is_first and c.from_on > date '0001-01-01'
    union all
    select c.from_on, c.until_on, c.value) s
union all
select k, 'cohort', date '0001-01-01', date '9999-12-31', farol_month_text(min(month)) from w_month where coming_e4 > 0 group by k;

analyze w_group;

-- Values of all dimensions by number, in the order of their texts.
create temp table w_value on commit drop as
with known as (select dim, value from w_group group by dim, value)
select 0 as v, 0 as d, 'total' collate "C" as dim, '' collate "C" as value
union all
select (row_number() over (order by dim, value))::integer, (dense_rank() over (order by dim))::integer, dim, value
  from (select dim, value from known
        union
        select dim, 'NONE' from known
        union
        select 'product' collate "C", product_id::text collate "C" from (select distinct product_id from w_piece) p
        union
        select 'term' collate "C", term from (select distinct term from w_piece) t) d;

analyze w_value;

-- Groups at month-ends of accounts that change them; neighbours differ.
create temp table w_month_group on commit drop as
with ends as (
    select k, dim, farol_month(from_day) as from_month, value, lag(value) over (partition by k, dim order by from_day) as value_before
      from w_group where (from_day > date '0001-01-01' or until_day < date '9999-12-31') and farol_month(from_day) < farol_month(until_day)),
month as (
    select k, dim, value, from_month, lead(from_month, 1, 119999) over d as until_month, lag(value) over d as value_before, count(*) over (partition by k, dim) > 1 as changes
      from ends where value is distinct from value_before
    window d as (partition by k, dim order by from_month))
select m.k, v.v, b.v as v_before, m.from_month, m.until_month, m.changes, m.dim, m.value
  from month m join w_value v using (dim, value) left join w_value b on b.dim = m.dim and b.value = m.value_before;

analyze w_month_group;

create temp table w_product on commit drop as
select p.product_id, v.v, v.d from (select distinct product_id from w_piece) p join w_value v on v.dim = 'product' and v.value = p.product_id::text;

analyze w_product;

-- An account's products and terms: the first one, and whether there are others.
create temp table w_mixed on commit drop as
select p.k, min(o.v) as product_v, min(o.v) <> max(o.v) as by_product, min(t.v) as term_v, min(t.v) <> max(t.v) as by_term
  from w_piece p join w_product o using (product_id) join w_value t on t.dim = 'term' and t.value = p.term
 group by p.k;

analyze w_mixed;

-- The groups that an account is always in: there its figures are the total's.
create temp table w_constant on commit drop as
select c.k, c.v, w.pos, 2 * w.side - 1 as sign, c.has_windows
  from (select k, 0 as v, true as has_windows from w
        union all
        select g.k, v.v, true from w_group g join w_value v using (dim, value) where g.from_day = date '0001-01-01' and g.until_day = date '9999-12-31' and g.value <> 'NONE'
        union all
        select k, v, true from w_month_group where not changes and value <> 'NONE'
        union all
        select k, product_v, false from w_mixed where not by_product
        union all
        select k, term_v, false from w_mixed where not by_term) c
  join w using (k);

analyze w_constant;

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
select d.pos, v.dim, v.value, d.measure, d.month, d.amount_e4, d.n
  from (select c.pos, c.v, f.measure, f.month, sum(c.sign * f.amount_e4) as amount_e4, sum(c.sign * f.n) as n
          from w_constant c join w_flow f using (k)
         group by c.pos, c.v, f.measure, f.month
        having sum(c.sign * f.amount_e4) <> 0 or sum(c.sign * f.n) <> 0) d
  join w_value v using (v);

-- LifeFormula: by groups that the account is always in, and by those that change.
create temp table w_life on commit drop as
select k, month as from_month, lead(month, 1, 119999) over account as until_month,
       case when going_e4 > 0 then 'ENDED ' else 'OPEN ' end || abs(sum(case when going_e4 > 0 then month else -month end) over account) as measure
  from w_month where coming_e4 > 0 or going_e4 > 0
window account as (partition by k order by month);

analyze w_life;

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
select d.pos, 'life:' || v.dim, v.value, d.measure, d.month, 0, d.n
  from (select x.pos, x.v, x.measure, b.month, sum(x.sign * b.n) as n
          from (select c.pos, c.v, c.sign, l.measure, l.from_month, l.until_month
                  from w_constant c join w_life l using (k) where c.has_windows
                union all
                select w.pos, g.v, 2 * w.side - 1, l.measure, greatest(g.from_month, l.from_month), least(g.until_month, l.until_month)
                  from w_month_group g join w_life l using (k) join w using (k)
                 where g.changes and g.value <> 'NONE' and greatest(g.from_month, l.from_month) < least(g.until_month, l.until_month)) x
         cross join lateral (values (x.from_month, 1), (x.until_month, -1)) b (month, n)
         where b.month < 119999
         group by x.pos, x.v, x.measure, b.month
        having sum(x.sign * b.n) <> 0) d
  join w_value v using (v);

-- EndFormula. free: days on which billing runs, of accounts for which it is ever suspended; all others have one such time, which is all time. Inside it the latest end of what is billed only rises.
create temp table w_end on commit drop as
with ending as (
    select k, served_from as from_day, day as until_day, -delta_e4 as e4 from w_step where served_from < day),
free as (
    select k, lower(days) as from_day, upper(days) as until_day
      from (select k, unnest(datemultirange(daterange('0001-01-01', '9999-12-31')) - range_agg(daterange(from_day, until_day))) as days from w_freeze group by k) f),
run as (
    select k, date '0001-01-01' as free_from, from_day, until_day, until_day as last_day, e4 from ending where k not in (select k from w_freeze)
    union all
    select e.k, f.from_day, greatest(e.from_day, f.from_day), e.until_day, least(e.until_day, f.until_day), e.e4
      from ending e join free f on f.k = e.k and f.from_day < e.until_day and e.from_day < f.until_day),
ranked as (
    select *, max(until_day) over (partition by k, free_from order by from_day, until_day desc rows between unbounded preceding and 1 preceding) as before,
           max(until_day) over (partition by k, free_from) as latest
      from run)
select r.k, farol_month(s.day) as month, date_part('day', s.day)::integer as day, farol_month(s.end_day) as end_month, date_part('day', s.end_day)::integer as end_day, s.e4, s.n
  from ranked r
 cross join lateral (
    select from_day as day, until_day as end_day, e4, coalesce(until_day > before, true)::integer as n
    union all select from_day, before, 0, -1 where before > from_day and until_day > before
    union all select last_day, until_day, -e4, -(until_day = latest and coalesce(until_day > before, true))::integer where last_day < until_day) s;

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
with step as (
    select w.pos, e.month, e.day, e.end_month, e.end_day, sum((2 * w.side - 1) * e.e4)::bigint as e4, sum((2 * w.side - 1) * e.n) as n
      from w_end e join w using (k) group by w.pos, e.month, e.day, e.end_month, e.end_day)
select pos, 'ends:total', '', case when grouping(day) = 0 then 'START ' || end_month || ' ' || day else 'END ' || end_month || ' ' || end_day end, month, sum(e4)::bigint, sum(n)
  from step group by pos, month, end_month, grouping sets ((day), (end_day))
having sum(e4) <> 0 or sum(n) <> 0;

-- TicketCellFormula.
insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
select d.pos, 'tickets:total', '', d.measure, d.month, d.amount_e4, d.n
  from (select w.pos, x.measure, x.month, sum(x.sign * (2 * w.side - 1) * x.amount_e4) as amount_e4, sum(x.sign * (2 * w.side - 1) * x.n) as n
          from w
          join (select t.k, t.month, t.sign, m.measure, m.amount_e4, m.n
                  from (select k, month, closing_e4 as mrr_e4, 1 as sign from w_month where closing_e4 > 0 and closing_e4 <> opening_e4
                        union all
                        select k, month, opening_e4, -1 from w_month where opening_e4 > 0 and closing_e4 <> opening_e4) t
                 cross join lateral (select t.mrr_e4 / 1048576 as a, t.mrr_e4 % 1048576 as b) p
                 cross join lateral (
                    select 'TICKET ' || farol_ticket_bucket(t.mrr_e4) as measure, 0::bigint as amount_e4, 1::bigint as n
                    union all
                    select 'SQUARES', (p.a * p.b % 524288) * 2097152 + p.b * p.b, p.a * p.a + p.a * p.b / 524288) m) x using (k)
         group by w.pos, x.measure, x.month
        having sum(x.sign * (2 * w.side - 1) * x.amount_e4) <> 0 or sum(x.sign * (2 * w.side - 1) * x.n) <> 0) d;

-- ContractFormula: the stretches of each contract's lines, on the scale of months; 119999 = open.
create temp table w_contract_piece on commit drop as
with term as (
{contracts}),
contract as (
    select k, contract_id, line_id, starts_on, min(starts_on) over c as contract_starts_on, max(term_months) over c as term_months from term
    window c as (partition by k, contract_id))
select c.k, c.contract_id, c.term_months, farol_month(c.contract_starts_on) as start_month, farol_month_units(c.contract_starts_on) as start_units, c.term_months * 377580::bigint as term_units,
       farol_month(p.from_day) as from_month, farol_month(p.until_day) as until_month, farol_month_units(p.from_day) as from_units, farol_month_units(p.until_day) as until_units, p.mrr_rc_e4
  from contract c join w_piece p on p.k = c.k and p.line_id = c.line_id and p.from_day = c.starts_on
 where p.mrr_rc_e4 > 0
 order by c.k, c.contract_id;

analyze w_contract_piece;

-- A value may be another from the months in which a line starts or ends, and at both ends of the term in which it does so; neighbours that are the same are one.
create temp table w_contract on commit drop as
with border as (
    select k, contract_id, term_months, start_month, start_units, term_units, (units - start_units) / term_units as term, (units - start_units) % term_units > 0 as is_inside
      from w_contract_piece cross join lateral (values (from_units, from_month), (until_units, until_month)) b (units, month)
     where term_units is not null and b.month < 119999 and b.units > start_units),
change as (
    select k, contract_id, from_month as month from w_contract_piece
    union
    select k, contract_id, until_month from w_contract_piece where until_month < 119999
    union
    select b.k, b.contract_id, t.month + (farol_month_end_units(t.month) < b.start_units + t.term * b.term_units)::integer
      from border b
     cross join lateral (
        select term, (start_month + term * term_months)::integer as month
        union all
        select term + 1, (start_month + (term + 1) * term_months)::integer where is_inside) t),
stretch as (
    select k, contract_id, month, lead(month, 1, 119999) over (partition by k, contract_id order by month) as until_month from change),
placed as (
    select s.k, s.contract_id, s.month, s.until_month, p.term_units, p.mrr_rc_e4, p.from_month <= s.month and s.month < p.until_month as is_served,
           least(p.until_units, e.term_from + p.term_units) - greatest(p.from_units, e.term_from) as units
      from stretch s join w_contract_piece p using (k, contract_id)
     cross join lateral (
        select case when p.term_units is not null then p.start_units + (farol_month_end_units(s.month) - p.start_units) / p.term_units * p.term_units end as term_from offset 0) e),
valued as (
    select k, contract_id, month, until_month,
           case when term_units is null then 12 * sum(mrr_rc_e4) filter (where is_served)
                else 12 * coalesce(sum(mrr_rc_e4) filter (where units = term_units), 0)
                     + coalesce(div(24 * sum(mrr_rc_e4::numeric * units) filter (where units > 0 and units < term_units) + term_units, 2 * term_units), 0) end::bigint as value_e4
      from placed group by k, contract_id, month, until_month, term_units
    having bool_or(is_served)),
joined as (
    select *, lag(until_month) over c is distinct from month or lag(value_e4) over c <> value_e4 as is_other from valued
    window c as (partition by k, contract_id order by month)),
run as (
    select *, count(*) filter (where is_other) over (partition by k, contract_id order by month) as nr from joined)
select k, contract_id, min(month) as from_month, max(until_month) as until_month, value_e4 from run group by k, contract_id, nr, value_e4 order by k, contract_id;

analyze w_contract;

create temp table w_worth on commit drop as
select k, contract_id, array_agg(from_month order by from_month) as from_month, array_agg(until_month order by from_month) as until_month, array_agg(value_e4 order by from_month) as value_e4
  from w_contract group by k, contract_id order by k, contract_id;

analyze w_worth;

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
select w.pos, 'contracts:total', '', 'VALUE', b.month, sum(b.sign * (2 * w.side - 1) * c.value_e4), sum(b.sign * (2 * w.side - 1))
  from w join w_contract c using (k) cross join lateral (values (c.from_month, 1), (c.until_month, -1)) b (month, sign)
 where b.month < 119999
 group by w.pos, b.month
having sum(b.sign * (2 * w.side - 1) * c.value_e4) <> 0 or sum(b.sign * (2 * w.side - 1)) <> 0
union all
select w.pos, 'contracts:total', '', 'ACCOUNTS', b.month, 0, sum(b.sign * (2 * w.side - 1))
  from w
  join (select c.k, r.months from (select k, range_agg(int4range(from_month, until_month)) as months from w_contract group by k) c cross join lateral unnest(c.months) r (months)) c using (k)
 cross join lateral (values (lower(c.months), 1), (upper(c.months), -1)) b (month, sign)
 where b.month < 119999
 group by w.pos, b.month
having sum(b.sign * (2 * w.side - 1)) <> 0;

-- The account's state from one netted month to the next, the month before it (…_before), and what flows already say of it: at once, and w months later.
create temp table w_span on commit drop as
with netted as (
    select *, (sum(readjustment_e4) over (partition by k order by month))::bigint as index_e4
      from w_month where coming_e4 > 0 or going_e4 > 0 or readjustment_e4 <> 0 or freeze_e4 <> 0 or unfreeze_e4 <> 0 or rest_e4 <> 0)
select k, month, lead(month, 1, 119999) over account as until_month, closing_e4 as mrr_e4, frozen_closing_e4 as frozen_e4, gross_closing_e4 as gross_e4, index_e4,
       (coming_e4 > 0)::integer + (going_e4 > 0)::integer + (readjustment_e4 <> 0)::integer + (freeze_e4 <> 0)::integer + (unfreeze_e4 <> 0)::integer + (rest_e4 <> 0)::integer > 1
       or readjustment_e4 < 0 as is_busy,
       rest_e4 + readjustment_e4 - freeze_e4 - going_e4 as now_e4, least(rest_e4, 0) - freeze_e4 - going_e4 as min_e4, readjustment_e4, -(going_e4 > 0)::integer as kept,
       coming_e4 + unfreeze_e4 as later_now_e4, coming_e4 + unfreeze_e4 + greatest(rest_e4, 0) + readjustment_e4 as later_min_e4, (coming_e4 > 0)::integer as later_kept
  from netted window account as (partition by k order by month);

analyze w_span;

-- CellFormula, for account dimensions whose groups change: flows by group, transfers.
create temp table w_dim_flow on commit drop as
select f.k, g.v, f.measure, f.month, f.amount_e4, f.n
  from w_month_group g join w_flow f on f.k = g.k and g.from_month <= f.group_month and f.group_month < g.until_month
 where g.changes and g.value <> 'NONE'
union all
select t.k, m.v, m.measure, t.month, m.amount_e4, m.n
  from (select g.k, g.from_month as month, v.v, v.value, b.v as v_before, b.value as value_before, s.mrr_e4, s.frozen_e4, (s.frozen_e4 > 0)::integer as n_frozen
          from w_month_group g
          join w_value v on v.v = g.v
          join w_value b on b.v = g.v_before
          join w_span s on s.k = g.k and s.month <= g.from_month and g.from_month < s.until_month and s.gross_e4 > 0
          join w_span p on p.k = g.k and p.month <= g.from_month - 1 and g.from_month - 1 < p.until_month and p.gross_e4 > 0
         where g.changes) t
 cross join lateral (
    select v_before, 'TRANSFER_OUT' collate "C", mrr_e4, 1
    union all select v, 'TRANSFER_IN', mrr_e4, 1
    union all select v_before, 'FROZEN', -frozen_e4, -n_frozen where value_before <> 'NONE' and frozen_e4 > 0
    union all select v, 'FROZEN', frozen_e4, n_frozen where value <> 'NONE' and frozen_e4 > 0) m (v, measure, amount_e4, n);

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
select w.pos, v.dim, v.value, d.measure, d.month, sum(d.amount_e4 * (2 * w.side - 1)), sum(d.n * (2 * w.side - 1))
  from w join w_dim_flow d using (k) join w_value v using (v)
 group by w.pos, v.dim, v.value, d.measure, d.month
having sum(d.amount_e4 * (2 * w.side - 1)) <> 0 or sum(d.n * (2 * w.side - 1)) <> 0;

-- FrozenFormula: what was never frozen adds nothing.
insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
with held as (
    select k, month, until_month, frozen_e4 from w_span where frozen_e4 > 0),
grouped as (
    select k, v, 12 as from_month, 119999 as until_month from w_constant where has_windows and k in (select k from held)
    union all
    select k, v, from_month, until_month from w_month_group where changes and value <> 'NONE' and k in (select k from held)),
part as (
    select h.k, g.v, w.months, greatest(h.month, g.from_month) as from_month, least(h.until_month, g.until_month) as until_month, -h.frozen_e4 as now_e4, 0::bigint as over_e4
      from held h join grouped g using (k) cross join (values (1), (3), (6), (12)) w (months)
    union all
    select h.k, g.v, w.months, greatest(h.month, greatest(s.month, g.from_month) + w.months), least(h.until_month, least(s.until_month, g.until_month) + w.months), h.frozen_e4,
           greatest(0, h.frozen_e4 - s.mrr_e4)
      from held h join grouped g using (k) join w_span s on s.k = h.k and s.mrr_e4 > 0 cross join (values (1), (3), (6), (12)) w (months)),
summed as (
    select w.pos, p.v, p.months, b.month, sum(b.sign * (2 * w.side - 1) * p.now_e4) as now_e4, sum(b.sign * (2 * w.side - 1) * p.over_e4) as over_e4
      from part p join w using (k) cross join lateral (values (p.from_month, 1), (p.until_month, -1)) b (month, sign)
     where p.from_month < p.until_month and b.month < 119999
     group by w.pos, p.v, p.months, b.month)
select s.pos, 'frozen:' || v.dim, v.value, m.measure || s.months, s.month, m.amount_e4, 0
  from summed s join w_value v using (v)
 cross join lateral (
    select 'NOW ', s.now_e4 where s.now_e4 <> 0
    union all select 'OVER ', s.over_e4 where s.over_e4 <> 0) m (measure, amount_e4);

-- WindowFormula, for the total (v = 0; the same in all groups that the account is always in) and for groups that change. Something moves the pair (MRR then, MRR now) of a window of w months
-- when the account changes, and again w months later; what it does then, less what flows say, depends on nothing but the state w months away: a frame by range.
-- Single changes that lie w or more months apart need no correction.
create temp table w_window on commit drop as
with grouped as (
    select p.k, p.v, p.month, coalesce(s.mrr_e4, 0) as mrr_e4, coalesce(s.gross_e4, 0) as gross_e4, coalesce(s.index_e4, 0) as index_e4,
           g.k is not null as is_in
      from (select g.k, g.v, s.month from w_month_group g join w_span s using (k) where g.changes and g.value <> 'NONE'
            union select k, v, from_month from w_month_group where changes and value <> 'NONE'
            union select k, v, until_month from w_month_group where changes and value <> 'NONE' and until_month < 119999) p
      left join w_span s on s.k = p.k and s.month <= p.month and p.month < s.until_month
      left join w_month_group g on g.k = p.k and g.v = p.v and g.from_month <= p.month and p.month < g.until_month),
flows as (
    select k, v, month, coalesce(sum(amount_e4) filter (where measure in ('EXPANSION', 'READJUSTMENT')), 0) - coalesce(sum(amount_e4) filter (where measure in ('CONTRACTION', 'FREEZE', 'CHURN')), 0) as now_e4,
           -coalesce(sum(amount_e4) filter (where measure in ('CONTRACTION', 'FREEZE', 'CHURN')), 0) as min_e4, coalesce(sum(amount_e4) filter (where measure = 'READJUSTMENT'), 0) as readjustment_e4,
           -coalesce(sum(n) filter (where measure = 'CHURN'), 0) as kept,
           coalesce(sum(amount_e4) filter (where measure in ('NEW', 'REACTIVATION', 'UNFREEZE', 'TRANSFER_IN')), 0) - coalesce(sum(amount_e4) filter (where measure = 'TRANSFER_OUT'), 0) as later_now_e4,
           coalesce(sum(amount_e4) filter (where measure in ('EXPANSION', 'READJUSTMENT')), 0) as rise_e4,
           coalesce(sum(n) filter (where measure in ('NEW', 'REACTIVATION', 'TRANSFER_IN')), 0) - coalesce(sum(n) filter (where measure = 'TRANSFER_OUT'), 0) as later_kept
      from w_dim_flow group by k, v, month),
series as (
    select k, 0 as v, month, is_busy, mrr_e4, gross_e4, index_e4, mrr_e4 as then_e4, gross_e4 as gross_then_e4, now_e4, min_e4, readjustment_e4, kept, later_now_e4, later_min_e4, later_kept from w_span
    union all
    select g.k, g.v, g.month, true, g.mrr_e4, g.gross_e4, g.index_e4, case when g.is_in then g.mrr_e4 else 0 end, case when g.is_in then g.gross_e4 else 0 end, coalesce(f.now_e4, 0)::bigint,
           coalesce(f.min_e4, 0)::bigint, coalesce(f.readjustment_e4, 0)::bigint, coalesce(f.kept, 0)::integer, coalesce(f.later_now_e4, 0)::bigint,
           coalesce(f.later_now_e4 + f.rise_e4, 0)::bigint, coalesce(f.later_kept, 0)::integer
      from grouped g left join flows f using (k, v, month)),
stated as (
    select *, array[mrr_e4, gross_e4, index_e4, then_e4, gross_then_e4] as state from series),
followed as (
    select *, lag(state, 1, '{0,0,0,0,0}') over scope as before, month - lag(month, 1, -119999) over scope as gap_before, lead(month, 1, 239998) over scope - month as gap
      from stated
    window scope as (partition by k, v order by month)),
neighboured as (
    select *, first_value(before) over w3 as before_3, last_value(state) over w3 as after_3, first_value(before) over w6 as before_6, last_value(state) over w6 as after_6,
           first_value(before) over w12 as before_12, last_value(state) over w12 as after_12
      from followed
    window w3 as (partition by k, v order by month range between 2 preceding and 2 following), w6 as (partition by k, v order by month range between 5 preceding and 5 following),
           w12 as (partition by k, v order by month range between 11 preceding and 11 following)),
correction as (
    select k, v, w.months, month + w.months_later as month,
           case when w.months_later > 0 then ((then_e4 > 0)::integer - (before[4] > 0)::integer) * other[1] - later_now_e4
                else case when other[4] > 0 then mrr_e4 - before[1] else 0 end - now_e4 end as now_e4,
           case when w.months_later > 0 then least(then_e4, other[1]) - least(before[4], other[1]) - later_min_e4
                else least(other[4], mrr_e4) - least(other[4], before[1]) - min_e4 end as min_e4,
           case when w.months_later > 0
                then case when then_e4 > 0 and other[1] > 0 then other[3] - index_e4 else 0 end - case when before[4] > 0 and other[1] > 0 then other[3] - before[3] else 0 end + readjustment_e4
                else case when other[4] > 0 and mrr_e4 > 0 then index_e4 - other[3] else 0 end - case when other[4] > 0 and before[1] > 0 then before[3] - other[3] else 0 end - readjustment_e4
                end as index_e4,
           case when w.months_later > 0 then case when other[2] > 0 then (gross_then_e4 > 0)::integer - (before[5] > 0)::integer else 0 end - later_kept
                else case when other[5] > 0 then (gross_e4 > 0)::integer - (before[2] > 0)::integer else 0 end - kept end as kept
      from neighboured
     cross join lateral (
        select 1 as months, 0 as months_later, before as other where is_busy
        union all select 3, 0, before_3 where is_busy or gap_before < 3
        union all select 6, 0, before_6 where is_busy or gap_before < 6
        union all select 12, 0, before_12 where is_busy or gap_before < 12
        union all select 1, 1, state where is_busy
        union all select 3, 3, after_3 where is_busy or gap < 3
        union all select 6, 6, after_6 where is_busy or gap < 6
        union all select 12, 12, after_12 where is_busy or gap < 12) w)
select * from correction where now_e4 <> 0 or min_e4 <> 0 or index_e4 <> 0 or kept <> 0;

analyze w_window;

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
select d.pos, v.dim, v.value, m.measure, d.month, m.amount_e4, m.n
  from (select c.pos, c.v, x.months, x.month, sum(c.sign * x.now_e4) as now_e4, sum(c.sign * x.min_e4) as min_e4, sum(c.sign * x.index_e4) as index_e4, sum(c.sign * x.kept) as kept
          from w_window x join w_constant c using (k)
         where x.v = 0 and c.has_windows
         group by c.pos, c.v, x.months, x.month
        union all
        select w.pos, x.v, x.months, x.month, sum((2 * w.side - 1) * x.now_e4), sum((2 * w.side - 1) * x.min_e4), sum((2 * w.side - 1) * x.index_e4), sum((2 * w.side - 1) * x.kept)
          from w_window x join w using (k)
         where x.v > 0
         group by w.pos, x.v, x.months, x.month) d
  join w_value v using (v)
 cross join lateral (
    select 'NOW_' || d.months, d.now_e4, d.kept where d.now_e4 <> 0 or d.kept <> 0
    union all select 'MIN_' || d.months, d.min_e4, 0 where d.min_e4 <> 0
    union all select 'INDEX_' || d.months, d.index_e4, 0 where d.index_e4 <> 0) m (measure, amount_e4, n);

-- LineGroupFormula, for accounts whose lines are of several products or terms. Where nothing is ever frozen, a group without a step stays what it was.
create temp table w_line_step on commit drop as
with valued as (
    select s.k, s.day, s.delta_e4, s.is_readjustment, p.v, p.d from w_step s join w_mixed m on m.k = s.k and m.by_product join w_product p using (product_id)
    union all
    select s.k, s.day, s.delta_e4, s.is_readjustment, t.v, t.d from w_step s join w_mixed m on m.k = s.k and m.by_term join w_value t on t.dim = 'term' and t.value = s.term),
held as (
    select p.k, o.v, o.d from w_piece p join w_mixed m on m.k = p.k and m.by_product join w_product o using (product_id)
    union
    select p.k, t.v, t.d from w_piece p join w_mixed m on m.k = p.k and m.by_term join w_value t on t.dim = 'term' and t.value = p.term),
step as (
    select k, v, d, month, sum(delta_e4)::bigint as delta_e4, sum(readjustment_e4)::bigint as readjustment_e4
      from (select k, v, d, farol_month(day) as month, delta_e4, 0 as readjustment_e4 from valued
            union all
            select s.k, s.v, s.d, y.month, 0, s.delta_e4 from valued s join w_day y on y.k = s.k and y.day = s.day and y.readjustment_e4 <> 0 where s.is_readjustment
            union all
            select h.k, h.v, h.d, m.month, 0, 0 from held h join w_month m using (k) where h.k in (select k from w_freeze)) s
     group by k, v, d, month)
select *, (sum(delta_e4) over (partition by k, v, d order by month))::bigint as closing_e4 from step;

analyze w_line_step;

insert into l_delta (pos, dim, value, measure, month, amount_e4, n)
with balance as (
    select s.k, s.d, s.v, s.month, s.closing_e4 - s.delta_e4 as opening_e4, s.closing_e4, s.readjustment_e4, m.coming_e4 > 0 as comes, m.going_e4 > 0 as goes, m.stays,
           m.frozen_opening_e4 > 0 as was_frozen, m.frozen_closing_e4 > 0 as is_frozen, m.was_logo, m.freeze_e4 as freezes_e4, m.unfreeze_e4 as unfreezes_e4
      from w_line_step s join w_month m using (k, month)),
weighed as (
    select *, sum(closing_e4) over (partition by k, d, month order by v) as weight_upto, nullif(sum(closing_e4) over (partition by k, d, month), 0) as weight
      from balance where stays and (freezes_e4 > 0 or unfreezes_e4 > 0)),
spread as (
    select k, d, v, month, opening_e4, closing_e4, readjustment_e4, comes, goes, stays, was_frozen, is_frozen, was_logo, 0::bigint as freeze_e4, 0::bigint as unfreeze_e4
      from balance where not (stays and (freezes_e4 > 0 or unfreezes_e4 > 0))
    union all
    select k, d, v, month, opening_e4, closing_e4, readjustment_e4, comes, goes, stays, was_frozen, is_frozen, was_logo,
           coalesce(div(freezes_e4 * weight_upto, weight) - div(freezes_e4 * (weight_upto - closing_e4), weight), 0)::bigint,
           coalesce(div(unfreezes_e4 * weight_upto, weight) - div(unfreezes_e4 * (weight_upto - closing_e4), weight), 0)::bigint
      from weighed),
rested as (
    select *, case when is_frozen then 0 else closing_e4 end - case when was_frozen then 0 else opening_e4 end - readjustment_e4 + freeze_e4 - unfreeze_e4 as rest_e4 from spread),
signed as (
    select *, (sum(rest_e4) over whole)::bigint as rests_e4, (sum(abs(rest_e4)) over whole)::bigint as moves_e4, sum(greatest(0, rest_e4)) over upto as rises_upto, sum(greatest(0, -rest_e4)) over upto as falls_upto
      from rested
    window upto as (partition by k, d, month order by v), whole as (partition by k, d, month order by v rows between unbounded preceding and unbounded following)),
-- Nothing nets out inside most accounts. What moved the account's way is (moves + |rests|) / 2.
allocated as (
    select *, case when rest_e4 = 0 or (rest_e4 > 0) <> (rests_e4 > 0) then 0 when moves_e4 = abs(rests_e4) then abs(rest_e4)
                   when rests_e4 > 0 then (div(rests_e4 * rises_upto, (moves_e4 + rests_e4) / 2) - div(rests_e4 * (rises_upto - rest_e4), (moves_e4 + rests_e4) / 2))::bigint
                   else (div(-rests_e4 * falls_upto, (moves_e4 - rests_e4) / 2) - div(-rests_e4 * (falls_upto + rest_e4), (moves_e4 - rests_e4) / 2))::bigint end as part_e4
      from signed)
select x.pos, v.dim, v.value, x.measure, x.month, x.amount_e4, x.n
  from (select w.pos, a.v, c.measure, a.month, sum(c.amount_e4 * (2 * w.side - 1)) as amount_e4, sum(c.n * (2 * w.side - 1)) as n
          from (select *, rest_e4 - case when rests_e4 > 0 then part_e4 else -part_e4 end as remainder_e4 from allocated) a
          join w using (k)
         cross join lateral (
            select case when was_logo then 'REACTIVATION' else 'NEW' end, closing_e4, 1 where comes and closing_e4 <> 0
            union all select 'FREEZE', closing_e4, 1 where comes and is_frozen and closing_e4 <> 0
            union all select 'CHURN', opening_e4, 1 where goes and opening_e4 <> 0
            union all select 'UNFREEZE', opening_e4, 1 where goes and was_frozen and opening_e4 <> 0
            union all select 'READJUSTMENT', readjustment_e4, 1 where stays and readjustment_e4 <> 0
            union all select 'FREEZE', freeze_e4, 1 where stays and freeze_e4 <> 0
            union all select 'UNFREEZE', unfreeze_e4, 1 where stays and unfreeze_e4 <> 0
            union all select case when rests_e4 > 0 then 'EXPANSION' else 'CONTRACTION' end, part_e4, 1 where stays and part_e4 <> 0
            union all select 'TRANSFER_IN', greatest(0, remainder_e4), (opening_e4 = 0 and closing_e4 > 0)::integer where stays and (remainder_e4 > 0 or opening_e4 = 0 and closing_e4 > 0)
            union all select 'TRANSFER_OUT', greatest(0, -remainder_e4), (opening_e4 > 0 and closing_e4 = 0)::integer where stays and (remainder_e4 < 0 or opening_e4 > 0 and closing_e4 = 0)
            union all select 'FROZEN', case when is_frozen then closing_e4 else 0 end - case when was_frozen then opening_e4 else 0 end,
                             (is_frozen and closing_e4 > 0)::integer - (was_frozen and opening_e4 > 0)::integer
                       where case when is_frozen then closing_e4 else 0 end <> case when was_frozen then opening_e4 else 0 end) c (measure, amount_e4, n)
         group by w.pos, a.v, c.measure, a.month) x
  join w_value v using (v)
 where x.amount_e4 <> 0 or x.n <> 0;

-- The rows: what only side 0 has is closed, what only side 1 has is added. The generation is a subquery, of which PostgreSQL expects as many rows as of any: of the number itself it expects none while a
-- generation is being made, and then walks through all of it for each row.
update line_piece t set pos_to = g.pos
  from (select w.pos, w.account_id, x.*
          from w join w_piece x using (k)
         where w.side = 0
           and not exists (select from w_piece y
                            where y.k = x.k + 1 and y.line_id = x.line_id and y.from_day = x.from_day
                              and (y.until_day, y.product_id, y.quantity, y.currency, y.mrr_e4, y.rate, y.rate_day, y.mrr_rc_e4, y.change_kind, y.amendment_id, y.churn_reason, y.term)
                                  is not distinct from
                                  (x.until_day, x.product_id, x.quantity, x.currency, x.mrr_e4, x.rate, x.rate_day, x.mrr_rc_e4, x.change_kind, x.amendment_id, x.churn_reason, x.term))) g
 where t.tenant_id = :tenant and t.gen = (select cast(:gen as int)) and t.line_id = g.line_id and t.from_day = g.from_day and t.pos_to = 9223372036854775807 and t.account_id = g.account_id;

insert into line_piece (tenant_id, gen, line_id, from_day, pos, until_day, account_id, product_id, quantity, currency, mrr_e4, rate, rate_day, mrr_rc_e4, change_kind, amendment_id, churn_reason, term)
select :tenant, :gen, x.line_id, x.from_day, w.pos, x.until_day, w.account_id, x.product_id, trim_scale(x.quantity), x.currency, x.mrr_e4, trim_scale(x.rate), x.rate_day, x.mrr_rc_e4, x.change_kind,
       x.amendment_id, x.churn_reason, x.term
  from w join w_piece x using (k)
 where w.side = 1
   and not exists (select from w_piece y
                    where y.k % 2 = 0 and y.k = x.k - 1 and y.line_id = x.line_id and y.from_day = x.from_day
                      and (y.until_day, y.product_id, y.quantity, y.currency, y.mrr_e4, y.rate, y.rate_day, y.mrr_rc_e4, y.change_kind, y.amendment_id, y.churn_reason, y.term)
                          is not distinct from
                          (x.until_day, x.product_id, x.quantity, x.currency, x.mrr_e4, x.rate, x.rate_day, x.mrr_rc_e4, x.change_kind, x.amendment_id, x.churn_reason, x.term));

create temp table w_stretch on commit drop as
select k, day as from_day, lead(day, 1, date '9999-12-31') over (partition by k order by day) as until_day, mrr_e4, frozen_e4
  from w_day where mrr_e4 <> mrr_before_e4 or frozen_e4 <> frozen_before_e4;

update account_interval t set pos_to = w.pos
  from w join w_stretch x using (k)
 where w.side = 0 and x.mrr_e4 + x.frozen_e4 > 0
   and not exists (select from w_stretch y where y.k = x.k + 1 and (y.from_day, y.until_day, y.mrr_e4, y.frozen_e4) = (x.from_day, x.until_day, x.mrr_e4, x.frozen_e4))
   and t.tenant_id = :tenant and t.gen = (select cast(:gen as int)) and t.account_id = w.account_id and t.from_day = x.from_day and t.pos_to = 9223372036854775807;

insert into account_interval (tenant_id, gen, account_id, from_day, pos, until_day, mrr_e4, frozen_e4)
select :tenant, :gen, w.account_id, x.from_day, w.pos, x.until_day, x.mrr_e4, x.frozen_e4
  from w join w_stretch x using (k)
 where w.side = 1 and x.mrr_e4 + x.frozen_e4 > 0
   and not exists (select from w_stretch y where y.k % 2 = 0 and y.k = x.k - 1 and (y.from_day, y.until_day, y.mrr_e4, y.frozen_e4) = (x.from_day, x.until_day, x.mrr_e4, x.frozen_e4));

update group_interval t set pos_to = w.pos
  from w join w_group x using (k)
 where w.side = 0 and not exists (select from w_group y where y.k = x.k + 1 and (y.dim, y.from_day, y.until_day, y.value) = (x.dim, x.from_day, x.until_day, x.value))
   and t.tenant_id = :tenant and t.gen = (select cast(:gen as int)) and t.account_id = w.account_id and t.dim = x.dim and t.from_day = x.from_day and t.pos_to = 9223372036854775807;

insert into group_interval (tenant_id, gen, account_id, dim, from_day, pos, until_day, value)
select :tenant, :gen, w.account_id, x.dim, x.from_day, w.pos, x.until_day, x.value
  from w join w_group x using (k)
 where w.side = 1
   and not exists (select from w_group y where y.k % 2 = 0 and y.k = x.k - 1 and (y.dim, y.from_day, y.until_day, y.value) = (x.dim, x.from_day, x.until_day, x.value));

insert into movement (tenant_id, gen, account_id, day, kind, pos, reverses, sub_kind, amount_e4, line_id, amendment_id, freeze_id, churn_reason)
select :tenant, :gen, w.account_id, x.day, x.kind, w.pos, m.pos, x.sub_kind, -x.amount_e4, x.line_id, x.amendment_id, x.freeze_id, x.churn_reason
  from w join w_movement x using (k)
 cross join lateral (
    select m.pos from movement m
     where m.tenant_id = :tenant and m.gen = (select cast(:gen as int)) and m.account_id = w.account_id and m.day = x.day and m.kind = x.kind and m.reverses = 0
     order by m.pos desc limit 1) m
 where w.side = 0
   and not exists (select from w_movement y
                    where y.k = x.k + 1 and y.day = x.day and y.kind = x.kind
                      and (y.sub_kind, y.amount_e4, y.line_id, y.amendment_id, y.freeze_id, y.churn_reason)
                          is not distinct from (x.sub_kind, x.amount_e4, x.line_id, x.amendment_id, x.freeze_id, x.churn_reason));

insert into movement (tenant_id, gen, account_id, day, kind, pos, reverses, sub_kind, amount_e4, line_id, amendment_id, freeze_id, churn_reason)
select :tenant, :gen, w.account_id, x.day, x.kind, w.pos, 0, x.sub_kind, x.amount_e4, x.line_id, x.amendment_id, x.freeze_id, x.churn_reason
  from w join w_movement x using (k)
 where w.side = 1
   and not exists (select from w_movement y
                    where y.k % 2 = 0 and y.k = x.k - 1 and y.day = x.day and y.kind = x.kind
                      and (y.sub_kind, y.amount_e4, y.line_id, y.amendment_id, y.freeze_id, y.churn_reason)
                          is not distinct from (x.sub_kind, x.amount_e4, x.line_id, x.amendment_id, x.freeze_id, x.churn_reason));

update month_change t set pos_to = w.pos
  from w join w_flow x using (k)
 where w.side = 0 and x.measure <> 'FROZEN'
   and not exists (select from w_flow y
                    where y.k = x.k + 1 and (y.month, y.measure, y.opening_e4, y.closing_e4, y.amount_e4) = (x.month, x.measure, x.opening_e4, x.closing_e4, x.amount_e4))
   and t.tenant_id = :tenant and t.gen = (select cast(:gen as int)) and t.account_id = w.account_id and t.month = x.month and t.kind = x.measure and t.pos_to = 9223372036854775807;

insert into month_change (tenant_id, gen, account_id, month, kind, pos, opening_e4, closing_e4, amount_e4)
select :tenant, :gen, w.account_id, x.month, x.measure, w.pos, x.opening_e4, x.closing_e4, x.amount_e4
  from w join w_flow x using (k)
 where w.side = 1 and x.measure <> 'FROZEN'
   and not exists (select from w_flow y
                    where y.k % 2 = 0 and y.k = x.k - 1
                      and (y.month, y.measure, y.opening_e4, y.closing_e4, y.amount_e4) = (x.month, x.measure, x.opening_e4, x.closing_e4, x.amount_e4));

update contract_value t set pos_to = w.pos
  from w join w_worth x using (k)
 where w.side = 0 and not exists (select from w_worth y where y.k = x.k + 1 and (y.contract_id, y.from_month, y.until_month, y.value_e4) = (x.contract_id, x.from_month, x.until_month, x.value_e4))
   and t.tenant_id = :tenant and t.gen = (select cast(:gen as int)) and t.account_id = w.account_id and t.contract_id = x.contract_id and t.pos_to = 9223372036854775807;

insert into contract_value (tenant_id, gen, account_id, contract_id, pos, from_month, until_month, value_e4)
select :tenant, :gen, w.account_id, x.contract_id, w.pos, x.from_month, x.until_month, x.value_e4
  from w join w_worth x using (k)
 where w.side = 1
   and not exists (select from w_worth y where y.k % 2 = 0 and y.k = x.k - 1 and (y.contract_id, y.from_month, y.until_month, y.value_e4) = (x.contract_id, x.from_month, x.until_month, x.value_e4));
