-- The team: who looks after the customers. The name of a person's login is the identity provider's; null = has none.
create table member (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    version      bigint           not null default 1,
    name         text             not null,
    external_id  text collate "C" null,
    email        text             null,
    user_name    text             null,
    roles        text[]           not null,
    seniority    text             null,
    archived_at  timestamptz      null,
    created_at   timestamptz      not null default now(),
    updated_at   timestamptz      not null default now(),
    user_key     text collate "C" null generated always as (lower(user_name)) stored,
    search_key   text collate "C" not null generated always as (farol_fold(name || ' ' || coalesce(external_id, '') || ' ' || coalesce(email, '') || ' ' || coalesce(user_name, ''))) stored,
    constraint member_pk primary key (tenant_id, id),
    constraint member_external_id_once unique (tenant_id, external_id),
    constraint member_user_once unique (tenant_id, user_key),
    constraint member_roles_known check (cardinality(roles) > 0 and roles <@ array['CX', 'ONBOARDING', 'CSM', 'ACCOUNT_MANAGER', 'EXPANSION', 'RENEWAL_MANAGER', 'SUPPORT', 'EDUCATION', 'OPS',
        'PROFESSIONAL_SERVICES', 'SUPERVISOR', 'TECHNICAL_SPECIALIST', 'BUSINESS_CONSULTANT', 'SCHEDULING', 'TRAINING_SPECIALIST']),
    constraint member_seniority_known check (seniority in ('JUNIOR', 'MID', 'SENIOR'))
);
comment on column member.user_key is 'user_name case-blind: who calls is found by it';
select farol_protect('member');

-- An account's one primary CSM, today; the days before are in account_group_value, as of every dimension.
alter table account add column csm_id uuid null;
alter table account add constraint account_csm_fk foreign key (tenant_id, csm_id) references member (tenant_id, id);
create index account_by_csm on account (tenant_id, csm_id, id) where csm_id is not null;

create function member_payload(tenant text, member_id uuid) returns jsonb
    language sql stable
    return (select jsonb_build_object(
                'id', m.id, 'name', m.name, 'externalId', m.external_id, 'email', m.email, 'userName', m.user_name, 'roles', to_jsonb(m.roles), 'seniority', m.seniority,
                'isArchived', m.archived_at is not null)
              from member m where m.tenant_id = tenant and m.id = member_id);

-- What an ACCOUNT says of its CSM: the id beside the other fields, and its dates among the groups (dimension csm, value = the member's id).
alter type account_document add attribute "csmId" uuid;

create or replace function account_document(a account, attributes json, groups json, freezes json) returns json
    language sql stable
    return row_to_json(row(
        (a).id, (a).name, (a).external_id, (a).tax_id, (a).country, (a).region, (a).sector, (a).channel, (a).seller_name, (a).parent_account_id, (a).employees,
        (a).area_employees, (a).annual_revenue_e4, (a).currency, (a).customer_since, (a).activated_on, (a).archived_at is not null, (a).tags, attributes, groups,
        freezes, (a).csm_id)::account_document);

create or replace function account_first_groups(a account) returns json
    language sql stable
    return array_to_json(array_remove(array[
        account_group('channel', (a).channel), account_group('country', (a).country), account_group('csm', (a).csm_id::text), account_group('region', (a).region),
        account_group('sector', (a).sector), account_group('seller', (a).seller_name)], null));

create or replace function account_payloads(tenant text, account_ids uuid[]) returns table (id uuid, version bigint, payload json)
    language sql stable rows 1000
    begin atomic
        select a.id, a.version, account_document(
            a,
            (select coalesce(json_object_agg(v.key, v.value), '{}') from account_attribute v where v.tenant_id = tenant and v.account_id = a.id),
            (select coalesce(json_agg(json_build_object('dimension', g.dimension, 'value', g.value, 'fromOn', g.from_on) order by g.dimension, g.from_on nulls first), '[]')
               from (select d.dimension, d.value, null::date as from_on
                       from (select * from (values ('channel', a.channel), ('country', a.country), ('csm', a.csm_id::text), ('region', a.region), ('sector', a.sector),
                                                   ('seller', a.seller_name)) b
                             union all
                             select 'attr.' || v.key, v.value from account_attribute v where v.tenant_id = tenant and v.account_id = a.id) d (dimension, value)
                      where d.value is not null
                        and not exists (select 1 from account_group_value h where h.tenant_id = tenant and h.account_id = a.id and h.dimension = d.dimension)
                     union all
                     select h.dimension, h.value, nullif(h.from_on, '-infinity')
                       from account_group_value h where h.tenant_id = tenant and h.account_id = a.id and (h.value is not null or h.from_on > '-infinity')) g),
            (select coalesce(json_agg(json_build_object('id', f.id, 'from', f.from_on, 'until', f.until_on, 'reason', f.reason,
                                                          'isBillingSuspended', f.is_billing_suspended) order by f.from_on, f.id), '[]')
               from account_freeze f where f.tenant_id = tenant and f.account_id = a.id))
          from unnest(account_ids) w (wanted_id)
          join account a on a.tenant_id = tenant and a.id = w.wanted_id;
    end;
