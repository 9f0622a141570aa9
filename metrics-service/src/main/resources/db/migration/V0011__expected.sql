-- What is expected of an account and how far its onboarding is, beside the rest of its row, so that the table is sorted by it without looking at every account.
-- onboarding_phase: of the onboarding that is being worked on, '' = none is. open_deals_e4: expected change of MRR of its open deals at the rate in force on the row's days, null = none could be converted;
-- how many there are, and for how many of them no rate is known.
alter table account_row
    add column onboarding_phase   text    not null default '',
    add column open_deals_e4      bigint,
    add column open_deals_count   integer not null default 0,
    add column unconverted_deals  integer not null default 0;
create index account_row_by_phase on account_row (tenant_id, onboarding_phase, account_id);
create index account_row_by_deals on account_row (tenant_id, coalesce(open_deals_e4, -9223372036854775808), account_id);

create or replace function refresh_account_rows(tenant text, ids uuid[], today date) returns void
    language sql volatile
    begin atomic
        delete from account_row r using account_copy c
         where r.tenant_id = tenant and r.account_id = any (ids) and c.tenant_id = tenant and c.id = r.account_id and c.is_deleted;
        insert into account_row as r (tenant_id, account_id, valid_from, valid_until, version, name, name_folded, search_folded, external_id, status, sector, region, country, channel,
               seller_name, csm_id, csm_folded, mrr_e4, frozen_e4, customer_since, renews_on, onboarding_phase, open_deals_e4, open_deals_count, unconverted_deals, tags, attributes)
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
            deal as materialized (
                select d.account_id, d.mrr_e4, d.currency, d.mrr_e4 <> 0 and d.currency <> c.reporting as is_foreign
                  from account a
                  join deal_copy d on d.tenant_id = tenant and d.account_id = a.id and d.closed_at is null and not d.is_archived
                 cross join (select coalesce((select reporting_currency from settings_copy where tenant_id = tenant and pos_to = 9223372036854775807), 'BRL') as reporting) c),
            worth as (
                select d.account_id, case when d.is_foreign then round(d.mrr_e4 * r.rate)::bigint else d.mrr_e4 end as mrr_e4
                  from deal d
                  left join lateral (select f.rate from rate_copy f where d.is_foreign and f.tenant_id = tenant and f.currency = d.currency and f.rated_on <= today
                                        and f.pos_to = 9223372036854775807 order by f.rated_on desc, f.id limit 1) r on true),
            expectation as (
                select account_id, sum(mrr_e4)::bigint as mrr_e4, count(*) as deals, count(*) filter (where mrr_e4 is null) as unconverted from worth group by account_id),
            rate_day as (
                select d.account_id, r.rated_on as day from (select distinct account_id, currency from deal where is_foreign) d
                 cross join lateral (select max(f.rated_on) filter (where f.rated_on <= today) as held, min(f.rated_on) filter (where f.rated_on > today) as next
                                       from rate_copy f where f.tenant_id = tenant and f.currency = d.currency and f.pos_to = 9223372036854775807) n
                 cross join lateral (values (n.held), (n.next)) r (rated_on) where r.rated_on is not null),
            border as (
                select account_id, day from rate_day union all
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
               coalesce(a.csm_id::text, ''), coalesce(farol_fold(m.name), ''),
               coalesce(b.mrr_e4, 0), coalesce(b.frozen_e4, 0), coalesce(a.customer_since, date '9999-12-31'), coalesce(n.renews_on, date '9999-12-31'), coalesce(o.phase, ''),
               e.mrr_e4, coalesce(e.deals, 0), coalesce(e.unconverted, 0), a.tags, a.attributes
          from account a
          left join member_copy m on m.tenant_id = tenant and m.id = a.csm_id
          left join span s on s.account_id = a.id
          left join served v on v.account_id = a.id
          left join frozen f on f.account_id = a.id
          left join balance b on b.account_id = a.id
          left join next_renewal n on n.account_id = a.id
          left join onboarding_current o on o.tenant_id = tenant and o.account_id = a.id and o.is_open
          left join expectation e on e.account_id = a.id
         order by a.id
        on conflict (tenant_id, account_id) do update set valid_from = excluded.valid_from, valid_until = excluded.valid_until, version = excluded.version, name = excluded.name,
               name_folded = excluded.name_folded, search_folded = excluded.search_folded, external_id = excluded.external_id, status = excluded.status, sector = excluded.sector,
               region = excluded.region, country = excluded.country, channel = excluded.channel, seller_name = excluded.seller_name, csm_id = excluded.csm_id, csm_folded = excluded.csm_folded, mrr_e4 = excluded.mrr_e4,
               frozen_e4 = excluded.frozen_e4, customer_since = excluded.customer_since, renews_on = excluded.renews_on,
               onboarding_phase = excluded.onboarding_phase, open_deals_e4 = excluded.open_deals_e4, open_deals_count = excluded.open_deals_count, unconverted_deals = excluded.unconverted_deals, tags = excluded.tags, attributes = excluded.attributes;
    end;

-- Rows that are there already, of all tenants: the owner of the tables sees them while their policies are not forced on it. Rows with open deals are told anew by whoever reads them next.
alter table account_row no force row level security;
alter table onboarding_current no force row level security;
alter table deal_copy no force row level security;
update account_row r set onboarding_phase = o.phase from onboarding_current o where o.tenant_id = r.tenant_id and o.account_id = r.account_id and o.is_open;
update account_row r set valid_until = '0001-01-01' from deal_copy d where d.tenant_id = r.tenant_id and d.account_id = r.account_id and d.closed_at is null and not d.is_archived;
alter table account_row force row level security;
alter table onboarding_current force row level security;
alter table deal_copy force row level security;
