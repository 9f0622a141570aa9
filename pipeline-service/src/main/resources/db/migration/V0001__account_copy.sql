-- What this service knows of accounts-service: the newest state of each aggregate, from its feed. Rows come and go with the feed only; deals point at them by id, without foreign keys, since a
-- deal may name an account before its event arrives, and keeps it when the copy is made anew.

create table setting_copy (
    tenant_id           text collate "C" not null,
    id                  uuid             not null,
    time_zone           text             not null,
    business_date       date             null,
    reporting_currency  char(3)          not null,
    constraint setting_copy_pk primary key (tenant_id)
);
comment on column setting_copy.business_date is 'a sandbox tenant''s own today; null = the clock''s in the time zone';
select farol_protect('setting_copy');

-- The tenant's business day.
create function business_day(tenant text, at timestamptz) returns date
    language sql stable
    return coalesce((select s.business_date from setting_copy s where s.tenant_id = tenant),
                    (at at time zone coalesce((select s.time_zone from setting_copy s where s.tenant_id = tenant), 'America/Sao_Paulo'))::date);

create table account_copy (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    name         text             not null,
    external_id  text collate "C" null,
    sector       text collate "C" null,
    region       text collate "C" null,
    country      text collate "C" null,
    channel      text collate "C" null,
    seller_name  text collate "C" null,
    tags         text[]           not null default '{}',
    attributes   jsonb            not null default '{}',
    is_archived  boolean          not null default false,
    constraint account_copy_pk primary key (tenant_id, id)
);
create index account_copy_by_external_id on account_copy (tenant_id, external_id);
select farol_protect('account_copy');

create table product_copy (
    tenant_id  text collate "C" not null,
    id         uuid             not null,
    code       text collate "C" not null,
    name       text             not null,
    is_active  boolean          not null,
    constraint product_copy_pk primary key (tenant_id, id)
);
create index product_copy_by_code on product_copy (tenant_id, code);
select farol_protect('product_copy');

create table contract_copy (
    tenant_id         text collate "C" not null,
    id                uuid             not null,
    account_id        uuid             not null,
    external_id       text collate "C" null,
    term_starts_on    date             not null,
    term_ends_on      date             null,
    is_auto_renewing  boolean          not null,
    cancelled_on      date             null,
    constraint contract_copy_pk primary key (tenant_id, id)
);
comment on column contract_copy.term_ends_on is 'exclusive; null = open';
create index contract_copy_by_account on contract_copy (tenant_id, account_id);
select farol_protect('contract_copy');

-- Terms of the contracts' lines, one row for each time that they hold.
create table contract_line_copy (
    tenant_id              text collate "C" not null,
    contract_id            uuid             not null,
    line_id                uuid             not null,
    starts_on              date             not null,
    ends_on                date             null,
    product_id             uuid             not null,
    quantity               numeric          not null,
    unit_price             numeric          not null,
    currency               char(3)          not null,
    discount               numeric          not null,
    billing_period_months  int              not null,
    is_recurring           boolean          not null,
    mrr_e4                 bigint           not null,
    constraint contract_line_copy_pk primary key (tenant_id, contract_id, line_id, starts_on),
    constraint contract_line_copy_contract_fk foreign key (tenant_id, contract_id) references contract_copy (tenant_id, id) on delete cascade
);
create index contract_line_copy_by_line on contract_line_copy (tenant_id, line_id);
select farol_protect('contract_line_copy');
