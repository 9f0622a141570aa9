-- What holds for the whole tenant (accounts.md 0). A tenant without a row has the defaults, at version 1.
create table tenant_setting (
    tenant_id           text collate "C" not null,
    id                  uuid             not null,
    version             bigint           not null default 1,
    reporting_currency  char(3)          not null default 'BRL',
    time_zone           text             not null default 'America/Sao_Paulo',
    country             char(2)          not null default 'BR',
    state_code          text             null,
    language            text             not null default 'pt-BR',
    go_live_on          date             null,
    max_freeze_days     int              not null default 180,
    long_freeze_days    int              not null default 60,
    business_date       date             null,
    updated_at          timestamptz      not null default now(),
    constraint tenant_setting_pk primary key (tenant_id),
    constraint tenant_setting_currency_shape check (reporting_currency ~ '^[A-Z]{3}$'),
    constraint tenant_setting_language_known check (language in ('en', 'pt-BR')),
    constraint tenant_setting_freeze_days check (max_freeze_days between 1 and 730 and long_freeze_days between 1 and max_freeze_days)
);
comment on column tenant_setting.long_freeze_days is 'a freeze of more days than this needs a leader';
comment on column tenant_setting.business_date is 'sandbox tenants only: the day that counts as today; null = the clock''s, in time_zone';
select farol_protect('tenant_setting');

-- Custom attributes of accounts, declared before use.
create table attribute_definition (
    tenant_id   text collate "C" not null,
    id          uuid             not null,
    version     bigint           not null default 1,
    key         text collate "C" not null,
    label_en    text             not null,
    label_pt_br text             not null,
    type        text             not null,
    choices     text[]           not null default '{}',
    created_at  timestamptz      not null default now(),
    constraint attribute_definition_pk primary key (tenant_id, id),
    constraint attribute_definition_key_once unique (tenant_id, key),
    constraint attribute_definition_key_shape check (key ~ '^[a-z][A-Za-z0-9]{0,39}$'),
    constraint attribute_definition_type_known check (type in ('TEXT', 'NUMBER', 'DATE', 'BOOLEAN', 'CHOICE'))
);
select farol_protect('attribute_definition');

-- Dated exchange rates: reporting currency per one unit of currency, in force from rated_on until the next one (DECISIONS.md 4).
create table fx_rate (
    tenant_id  text collate "C" not null,
    id         uuid             not null,
    version    bigint           not null default 1,
    currency   char(3)          not null,
    rated_on   date             not null,
    rate       numeric(20, 10)  not null,
    created_at timestamptz      not null default now(),
    updated_at timestamptz      not null default now(),
    constraint fx_rate_pk primary key (tenant_id, id),
    constraint fx_rate_once_a_day unique (tenant_id, currency, rated_on),
    constraint fx_rate_currency_shape check (currency ~ '^[A-Z]{3}$'),
    constraint fx_rate_positive check (rate > 0)
);
select farol_protect('fx_rate');
