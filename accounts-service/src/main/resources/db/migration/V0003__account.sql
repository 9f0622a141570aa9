-- The customer companies. Their state is derived (AccountState), never stored.
create table account (
    tenant_id          text collate "C" not null,
    id                 uuid             not null,
    version            bigint           not null default 1,
    name               text             not null,
    external_id        text collate "C" null,
    tax_id             text collate "C" null,
    sector             text collate "C" null,
    region             text collate "C" null,
    country            text collate "C" null,
    channel            text collate "C" null,
    seller_name        text collate "C" null,
    parent_account_id  uuid             null,
    employees          int              null,
    area_employees     int              null,
    annual_revenue_e4  bigint           null,
    currency           char(3)          null,
    customer_since     date             null,
    activated_on       date             null,
    tags               text[]           not null default '{}',
    archived_at        timestamptz      null,
    created_at         timestamptz      not null default now(),
    updated_at         timestamptz      not null default now(),
    search_key         text collate "C" not null generated always as (farol_fold(name || ' ' || coalesce(external_id, '') || ' ' || coalesce(tax_id, ''))) stored,
    constraint account_pk primary key (tenant_id, id),
    constraint account_external_id_once unique (tenant_id, external_id),
    constraint account_parent_fk foreign key (tenant_id, parent_account_id) references account (tenant_id, id),
    constraint account_not_its_own_parent check (parent_account_id <> id),
    constraint account_counts check (employees >= 0 and area_employees >= 0 and annual_revenue_e4 >= 0),
    constraint account_revenue_with_currency check ((annual_revenue_e4 is null) = (currency is null))
);
comment on column account.currency is 'of annual_revenue_e4';
comment on column account.search_key is 'name, external id and tax id, folded: sort by name and q';
create index account_by_name on account (tenant_id, search_key, id);
create index account_archived on account (tenant_id, external_id) where archived_at is not null;
create index account_by_parent on account (tenant_id, parent_account_id) where parent_account_id is not null;
select farol_protect('account');

-- Values of custom attributes, as rows: under row-level security a jsonb predicate cannot use an index.
create table account_attribute (
    tenant_id  text collate "C" not null,
    account_id uuid             not null,
    key        text collate "C" not null,
    value      text collate "C" not null,
    constraint account_attribute_pk primary key (tenant_id, account_id, key),
    constraint account_attribute_account_fk foreign key (tenant_id, account_id) references account (tenant_id, id),
    constraint account_attribute_key_fk foreign key (tenant_id, key) references attribute_definition (tenant_id, key)
);
create index account_attribute_by_value on account_attribute (tenant_id, key, value, account_id);
select farol_protect('account_attribute');

-- Dated values of grouping dimensions (DECISIONS.md 8). Written from the first change on: a dimension without rows has had its present value since ever.
create table account_group_value (
    tenant_id  text collate "C" not null,
    account_id uuid             not null,
    dimension  text collate "C" not null,
    from_on    date             not null,
    value      text collate "C" null,
    constraint account_group_value_pk primary key (tenant_id, account_id, dimension, from_on),
    constraint account_group_value_account_fk foreign key (tenant_id, account_id) references account (tenant_id, id)
);
comment on column account_group_value.from_on is '-infinity = since ever';
comment on column account_group_value.value is 'null = none from that day on';
select farol_protect('account_group_value');

-- Suspensions of an account; part of the account's aggregate. A freeze whose until equals its from was called off.
create table account_freeze (
    tenant_id             text collate "C" not null,
    id                    uuid             not null,
    account_id            uuid             not null,
    from_on               date             not null,
    until_on              date             not null,
    planned_until_on      date             not null,
    reason                text             not null,
    is_billing_suspended  boolean          not null,
    created_at            timestamptz      not null default now(),
    constraint account_freeze_pk primary key (tenant_id, id),
    constraint account_freeze_account_fk foreign key (tenant_id, account_id) references account (tenant_id, id),
    constraint account_freeze_ends_after_start check (until_on >= from_on and planned_until_on > from_on and until_on <= planned_until_on)
);
comment on column account_freeze.until_on is 'exclusive: the first day that is not frozen';
create index account_freeze_by_account on account_freeze (tenant_id, account_id, from_on);
select farol_protect('account_freeze');
