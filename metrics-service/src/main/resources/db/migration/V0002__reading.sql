-- What the read side needs beside the ledger.

-- A day on the scale of months, so that differences are months: the 1st is whole, the others are shares of their month. In 1/377,580 months, a number that all lengths of months divide, so that
-- it is exact. Not strict, or PostgreSQL would not inline a case.
create function farol_month_units(day date) returns bigint
    language sql immutable parallel safe
    return (date_part('year', day)::integer * 12 + date_part('month', day)::integer - 1)::bigint * 377580
           + (date_part('day', day)::integer - 1)
             * (377580 / case date_part('month', day)::integer
                              when 2 then case when date_part('year', day)::integer % 4 = 0 and (date_part('year', day)::integer % 100 <> 0 or date_part('year', day)::integer % 400 = 0) then 29 else 28 end
                              when 4 then 30 when 6 then 30 when 9 then 30 when 11 then 30 else 31 end);

-- The last day of a month on the same scale.
create function farol_month_end_units(month integer) returns bigint
    language sql immutable parallel safe
    return (month + 1)::bigint * 377580 - 377580 / date_part('day', make_date((month + 1) / 12, (month + 1) % 12 + 1, 1) - 1)::integer;

-- Who comes and goes: the lives of accounts.
create index month_change_of_lives on month_change (tenant_id, gen, account_id, month) include (kind, pos, pos_to) where kind in ('NEW', 'REACTIVATION', 'CHURN');

-- What ends.
create index line_piece_by_end on line_piece (tenant_id, gen, until_day) include (line_id, account_id, from_day, mrr_rc_e4, pos, pos_to) where until_day < '9999-12-31';

-- What goes on from an end.
create index line_piece_by_start on line_piece (tenant_id, gen, from_day) include (line_id, pos, pos_to);

-- Whose contracts hold a product.
create index line_piece_by_product on line_piece (tenant_id, gen, product_id, account_id) include (from_day, until_day, pos, pos_to);

-- Filters by two properties of an account: how its groups spread.
create statistics group_interval_spread (mcv) on tenant_id, gen, dim, value from group_interval;

-- Reads compare pos + 0, so that no index is skipped through for its last column: how many rows are believed.
create statistics group_interval_known on (pos + 0) from group_interval;
create statistics account_interval_known on (pos + 0) from account_interval;
create statistics month_change_known on (pos + 0) from month_change;
create statistics line_piece_known on (pos + 0) from line_piece;

-- Frozen accounts are few: frozen MRR of a month, and how much of a loss is frozen.
create index account_interval_frozen on account_interval (tenant_id, gen, account_id) where frozen_e4 > 0;

-- The account table: one row per account as it is on a day, right for valid_from <= day < valid_until, since a contract or a freeze may begin or end without any event.
-- Kept by refresh_account_rows: called by the apply for the accounts it touched, and by readers for rows whose day has passed. '' = no value, so that every column sorts.
create table account_row (
    tenant_id       text collate "C" not null,
    account_id      uuid             not null,
    valid_from      date             not null,
    valid_until     date             not null,
    version         bigint           not null,
    name            text             not null,
    name_folded     text             not null,
    search_folded   text             not null,
    external_id     text,
    status          text             not null,
    sector          text             not null,
    region          text             not null,
    country         text             not null,
    channel         text             not null,
    seller_name     text             not null,
    mrr_e4          bigint           not null,
    frozen_e4       bigint           not null,
    customer_since  date             not null,
    renews_on       date             not null,
    tags            text[]           not null,
    attributes      jsonb            not null,
    constraint account_row_pk primary key (tenant_id, account_id),
    constraint account_row_status_known check (status in ('PROSPECT', 'ONBOARDING', 'ACTIVE', 'FROZEN', 'CHURNED'))
);
create index account_row_by_mrr on account_row (tenant_id, mrr_e4, account_id);
create index account_row_by_name on account_row (tenant_id, name_folded, account_id);
create index account_row_by_status on account_row (tenant_id, status, account_id);
create index account_row_by_sector on account_row (tenant_id, sector, account_id);
create index account_row_by_region on account_row (tenant_id, region, account_id);
create index account_row_by_country on account_row (tenant_id, country, account_id);
create index account_row_by_channel on account_row (tenant_id, channel, account_id);
create index account_row_by_seller on account_row (tenant_id, seller_name, account_id);
create index account_row_by_since on account_row (tenant_id, customer_since, account_id);
create index account_row_by_frozen on account_row (tenant_id, frozen_e4, account_id);
create index account_row_by_renewal on account_row (tenant_id, renews_on, account_id);
create index account_row_by_end on account_row (tenant_id, valid_until);
create index account_row_by_start on account_row (tenant_id, valid_from);
select farol_protect('account_row');

create function refresh_account_rows(tenant text, ids uuid[], today date) returns void
    language sql volatile
    begin atomic
        delete from account_row r using account_copy c
         where r.tenant_id = tenant and r.account_id = any (ids) and c.tenant_id = tenant and c.id = r.account_id and c.is_deleted;
        insert into account_row as r (tenant_id, account_id, valid_from, valid_until, version, name, name_folded, search_folded, external_id, status, sector, region, country, channel,
               seller_name, mrr_e4, frozen_e4, customer_since, renews_on, tags, attributes)
        with account as materialized (
                select c.* from account_copy c where c.tenant_id = tenant and c.id = any (ids) and not c.is_deleted),
            term as materialized (
                select t.account_id, t.starts_on, t.ends_on from account a join line_term t on t.tenant_id = tenant and t.account_id = a.id and t.pos_to = 9223372036854775807),
            suspension as materialized (
                select f.account_id, f.from_on, f.until_on from account a
                  join account_freeze f on f.tenant_id = tenant and f.account_id = a.id and f.pos_to = 9223372036854775807),
            stretch as materialized (
                select i.account_id, i.from_day, i.until_day, i.mrr_e4, i.frozen_e4 from account a
                  join account_interval i on i.tenant_id = tenant and i.account_id = a.id and i.pos_to = 9223372036854775807
                   and i.gen = coalesce((select active_gen from ledger_generation where tenant_id = tenant), 1)),
            renewal as materialized (
                select c.account_id, c.term_ends_on from account a join contract_copy c on c.tenant_id = tenant and c.account_id = a.id
                 where c.term_ends_on is not null and c.cancelled_on is null),
            border as (
                select account_id, starts_on as day from term union all select account_id, ends_on from term
                union all select account_id, from_on from suspension union all select account_id, until_on from suspension
                union all select account_id, from_day from stretch union all select account_id, until_day from stretch
                union all select account_id, term_ends_on from renewal union all select id, activated_on from account where activated_on is not null),
            span as (
                select account_id, max(day) filter (where day <= today) as valid_from, min(day) filter (where day > today) as valid_until from border group by account_id),
            served as (
                select account_id, min(starts_on) as first_on, bool_or(starts_on <= today and ends_on > today) as is_served from term group by account_id),
            frozen as (select distinct account_id from suspension where from_on <= today and until_on > today),
            balance as (select account_id, mrr_e4, frozen_e4 from stretch where from_day <= today and until_day > today),
            next_renewal as (select account_id, min(term_ends_on) as renews_on from renewal where term_ends_on > today group by account_id)
        select tenant, a.id, coalesce(s.valid_from, date '0001-01-01'), coalesce(s.valid_until, date '9999-12-31'), a.version, a.name, farol_fold(a.name),
               farol_fold(concat_ws(' ', a.name, a.external_id, a.tax_id)), a.external_id,
               case when v.first_on is null or v.first_on > today then 'PROSPECT'
                    when not v.is_served then 'CHURNED'
                    when f.account_id is not null then 'FROZEN'
                    when a.activated_on <= today or v.first_on < (select go_live_on from settings_copy where tenant_id = tenant and pos_to = 9223372036854775807) then 'ACTIVE'
                    else 'ONBOARDING' end,
               coalesce(a.sector, ''), coalesce(a.region, ''), coalesce(a.country, ''), coalesce(a.channel, ''), coalesce(a.seller_name, ''),
               coalesce(b.mrr_e4, 0), coalesce(b.frozen_e4, 0), coalesce(a.customer_since, date '9999-12-31'), coalesce(n.renews_on, date '9999-12-31'), a.tags, a.attributes
          from account a
          left join span s on s.account_id = a.id
          left join served v on v.account_id = a.id
          left join frozen f on f.account_id = a.id
          left join balance b on b.account_id = a.id
          left join next_renewal n on n.account_id = a.id
         order by a.id
        on conflict (tenant_id, account_id) do update set valid_from = excluded.valid_from, valid_until = excluded.valid_until, version = excluded.version, name = excluded.name,
               name_folded = excluded.name_folded, search_folded = excluded.search_folded, external_id = excluded.external_id, status = excluded.status, sector = excluded.sector,
               region = excluded.region, country = excluded.country, channel = excluded.channel, seller_name = excluded.seller_name, mrr_e4 = excluded.mrr_e4,
               frozen_e4 = excluded.frozen_e4, customer_since = excluded.customer_since, renews_on = excluded.renews_on, tags = excluded.tags, attributes = excluded.attributes;
    end;
