-- What this service knows of accounts-service: the newest state of each aggregate, from its feed. Rows come and go with the feed only; onboardings point at them by id, without foreign keys,
-- since they stay when the copy is made anew.

create table settings_copy (
    tenant_id      text collate "C" not null,
    id             uuid             not null,
    time_zone      text             not null,
    business_date  date             null,
    go_live_on     date             null,
    constraint settings_copy_pk primary key (tenant_id)
);
comment on column settings_copy.business_date is 'a sandbox tenant''s own today; null = the clock''s in the time zone';
comment on column settings_copy.go_live_on is 'clients of before this day are old ones; null = not said';
select farol_protect('settings_copy');

-- The tenant's business day at an instant.
create function business_day(tenant text, at timestamptz) returns date
    language sql stable
    return coalesce((select s.business_date from settings_copy s where s.tenant_id = tenant),
                    (at at time zone coalesce((select s.time_zone from settings_copy s where s.tenant_id = tenant), 'America/Sao_Paulo'))::date);

create table account_copy (
    tenant_id       text collate "C" not null,
    id              uuid             not null,
    name            text             not null,
    sector          text collate "C" null,
    region          text collate "C" null,
    country         text collate "C" null,
    channel         text collate "C" null,
    seller_name     text collate "C" null,
    touch           text collate "C" null,
    tags            text[]           not null default '{}',
    attributes      jsonb            not null default '{}',
    customer_since  date             null,
    activated_on    date             null,
    is_archived     boolean          not null default false,
    constraint account_copy_pk primary key (tenant_id, id)
);
comment on column account_copy.touch is 'the newest value of the dimension touch: the segment whose history says what is late; null = none';
select farol_protect('account_copy');

create table product_copy (
    tenant_id  text collate "C" not null,
    id         uuid             not null,
    name       text             not null,
    constraint product_copy_pk primary key (tenant_id, id)
);
select farol_protect('product_copy');

create table contract_copy (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    account_id   uuid             not null,
    signed_on    date             not null,
    starts_on    date             not null,
    ends_on      date             null,
    recorded_on  date             not null,
    constraint contract_copy_pk primary key (tenant_id, id)
);
comment on column contract_copy.starts_on is 'first day of the first line';
comment on column contract_copy.ends_on is 'first day without any line; null = open';
comment on column contract_copy.recorded_on is 'business day on which accounts-service first told of it';
create index contract_copy_by_account on contract_copy (tenant_id, account_id, starts_on);
select farol_protect('contract_copy');
