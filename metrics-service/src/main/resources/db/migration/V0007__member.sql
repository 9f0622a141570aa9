-- The team, and who of it looks after an account.

-- The member as it is now. '' and no login: erased.
create table member_copy (
    tenant_id       text collate "C" not null,
    id              uuid             not null,
    version         bigint           not null,
    name            text             not null,
    user_name       text,
    user_key        text collate "C" generated always as (lower(user_name)) stored,
    roles           text[]           not null default '{}',
    seniority       text,
    is_archived     boolean          not null default false,
    constraint member_copy_pk primary key (tenant_id, id)
);
comment on column member_copy.user_key is 'user_name case-blind: who calls is found by it';
create index member_copy_by_user on member_copy (tenant_id, user_key);
select farol_protect('member_copy');

-- Whose customer an account is today; the days before are in account_group.
alter table account_copy add column csm_id uuid;

-- '' = none, as in the other columns; the name is what the member is called now, folded.
alter table account_row
    add column csm_id       text not null default '',
    add column csm_folded   text not null default '';
create index account_row_by_csm on account_row (tenant_id, csm_id, account_id);
create index account_row_by_csm_name on account_row (tenant_id, csm_folded, account_id);

create or replace function refresh_account_rows(tenant text, ids uuid[], today date) returns void
    language sql volatile
    begin atomic
        delete from account_row r using account_copy c
         where r.tenant_id = tenant and r.account_id = any (ids) and c.tenant_id = tenant and c.id = r.account_id and c.is_deleted;
        insert into account_row as r (tenant_id, account_id, valid_from, valid_until, version, name, name_folded, search_folded, external_id, status, sector, region, country, channel,
               seller_name, csm_id, csm_folded, mrr_e4, frozen_e4, customer_since, renews_on, tags, attributes)
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
               coalesce(a.csm_id::text, ''), coalesce(farol_fold(m.name), ''),
               coalesce(b.mrr_e4, 0), coalesce(b.frozen_e4, 0), coalesce(a.customer_since, date '9999-12-31'), coalesce(n.renews_on, date '9999-12-31'), a.tags, a.attributes
          from account a
          left join member_copy m on m.tenant_id = tenant and m.id = a.csm_id
          left join span s on s.account_id = a.id
          left join served v on v.account_id = a.id
          left join frozen f on f.account_id = a.id
          left join balance b on b.account_id = a.id
          left join next_renewal n on n.account_id = a.id
         order by a.id
        on conflict (tenant_id, account_id) do update set valid_from = excluded.valid_from, valid_until = excluded.valid_until, version = excluded.version, name = excluded.name,
               name_folded = excluded.name_folded, search_folded = excluded.search_folded, external_id = excluded.external_id, status = excluded.status, sector = excluded.sector,
               region = excluded.region, country = excluded.country, channel = excluded.channel, seller_name = excluded.seller_name, csm_id = excluded.csm_id, csm_folded = excluded.csm_folded, mrr_e4 = excluded.mrr_e4,
               frozen_e4 = excluded.frozen_e4, customer_since = excluded.customer_since, renews_on = excluded.renews_on, tags = excluded.tags, attributes = excluded.attributes;
    end;
