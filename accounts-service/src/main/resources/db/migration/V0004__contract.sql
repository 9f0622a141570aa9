-- Contracts as signed. What they became is told by their amendments; what follows from both stands in contract_line_term.
create table contract (
    tenant_id               text collate "C" not null,
    id                      uuid             not null,
    version                 bigint           not null default 1,
    external_id             text collate "C" null,
    account_id              uuid             not null,
    signed_on               date             not null,
    term_starts_on          date             not null,
    signed_term_ends_on     date             null,
    is_signed_auto_renewing boolean          not null,
    term_ends_on            date             null,
    is_auto_renewing        boolean          not null,
    is_term_from_lines      boolean          not null default false,
    notice_days             int              not null default 30,
    readjustment_index      text             not null default 'NONE',
    anniversary_month       int              null,
    readjustment_lag_months int              not null default 0,
    readjustment_floor_e6   bigint           null,
    readjustment_cap_e6     bigint           null,
    fixed_readjustment_e6   bigint           null,
    cancelled_on            date             null,
    churn_reason            text             null,
    created_at              timestamptz      not null default now(),
    updated_at              timestamptz      not null default now(),
    constraint contract_pk primary key (tenant_id, id),
    constraint contract_external_id_once unique (tenant_id, external_id),
    constraint contract_account_fk foreign key (tenant_id, account_id) references account (tenant_id, id),
    constraint contract_index_known check (readjustment_index in ('IPCA', 'IGPM', 'FIXED', 'NONE')),
    constraint contract_fixed_has_ratio check (readjustment_index <> 'FIXED' or fixed_readjustment_e6 is not null),
    constraint contract_anniversary_month check (anniversary_month between 1 and 12),
    constraint contract_term_order check (signed_term_ends_on > term_starts_on)
);
comment on column contract.term_ends_on is 'exclusive, with renewals; null = open';
comment on column contract.is_term_from_lines is 'made by an import that names no term: it follows its lines and cuts none';
comment on column contract.readjustment_cap_e6 is 'ratio in millionths: 0.08 = 80000';
create index contract_by_account on contract (tenant_id, account_id);
select farol_protect('contract');

-- Lines as first agreed.
create table contract_line (
    tenant_id              text collate "C" not null,
    id                     uuid             not null,
    contract_id            uuid             not null,
    external_id            text collate "C" null,
    product_id             uuid             not null,
    starts_on              date             not null,
    ends_on                date             null,
    quantity_e4            bigint           not null,
    unit_price_e4          bigint           not null,
    currency               char(3)          not null,
    discount_e6            int              not null default 0,
    billing_period_months  int              not null,
    is_recurring           boolean          not null,
    change_kind            text             null,
    churn_reason           text             null,
    added_by_amendment_id  uuid             null,
    imported_hash          bytea            null,
    created_at             timestamptz      not null default now(),
    constraint contract_line_pk primary key (tenant_id, id),
    constraint contract_line_external_id_once unique (tenant_id, external_id),
    constraint contract_line_contract_fk foreign key (tenant_id, contract_id) references contract (tenant_id, id),
    constraint contract_line_product_fk foreign key (tenant_id, product_id) references product (tenant_id, id),
    constraint contract_line_ends_after_start check (ends_on >= starts_on),
    constraint contract_line_terms check (quantity_e4 >= 0 and unit_price_e4 >= 0 and discount_e6 between 0 and 1000000 and billing_period_months between 1 and 120),
    constraint contract_line_change_kind_known check (change_kind in ('UPSELL', 'CROSS_SELL', 'READJUSTMENT', 'RENEWAL', 'DOWNSELL', 'OTHER'))
);
comment on column contract_line.ends_on is 'exclusive; null = open; equal to starts_on = never active';
comment on column contract_line.imported_hash is 'of the row that an import brought last: the same row again changes nothing';
create index contract_line_by_contract on contract_line (tenant_id, contract_id);
select farol_protect('contract_line');

-- Dated changes, appended; a mistake is taken back by REVERSE, never edited.
create table contract_amendment (
    tenant_id              text collate "C" not null,
    id                     uuid             not null,
    contract_id            uuid             not null,
    contract_version       bigint           not null,
    request_key            text collate "C" null,
    origin                 text             not null,
    kind                   text             not null,
    change_kind            text             not null,
    effective_on           date             not null,
    line_id                uuid             null,
    quantity_e4            bigint           null,
    unit_price_e4          bigint           null,
    currency               char(3)          null,
    discount_e6            int              null,
    billing_period_months  int              null,
    is_recurring           boolean          null,
    sets_end               boolean          not null default false,
    ends_on                date             null,
    term_ends_on           date             null,
    is_auto_renewing       boolean          null,
    churn_reason           text             null,
    note                   text             null,
    reverses_amendment_id  uuid             null,
    reversed_by_id         uuid             null,
    recorded_at            timestamptz      not null,
    constraint contract_amendment_pk primary key (tenant_id, id),
    constraint contract_amendment_request_once unique (tenant_id, request_key),
    constraint contract_amendment_contract_fk foreign key (tenant_id, contract_id) references contract (tenant_id, id),
    constraint contract_amendment_line_fk foreign key (tenant_id, line_id) references contract_line (tenant_id, id),
    constraint contract_amendment_reverses_fk foreign key (tenant_id, reverses_amendment_id) references contract_amendment (tenant_id, id),
    constraint contract_amendment_reversed_by_fk foreign key (tenant_id, reversed_by_id) references contract_amendment (tenant_id, id),
    constraint contract_amendment_kind_known check (kind in ('ADD_LINE', 'CHANGE_LINE', 'REMOVE_LINE', 'RENEW', 'CANCEL', 'REVERSE')),
    constraint contract_amendment_change_kind_known check (change_kind in ('UPSELL', 'CROSS_SELL', 'READJUSTMENT', 'RENEWAL', 'DOWNSELL', 'OTHER')),
    constraint contract_amendment_origin_known check (origin in ('REST', 'GRPC', 'IMPORT')),
    constraint contract_amendment_line_named check ((kind in ('ADD_LINE', 'CHANGE_LINE', 'REMOVE_LINE')) = (line_id is not null)),
    constraint contract_amendment_terms_complete check (kind <> 'CHANGE_LINE' or (quantity_e4 >= 0 and unit_price_e4 >= 0 and currency is not null
        and discount_e6 between 0 and 1000000 and billing_period_months between 1 and 120 and is_recurring is not null))
);
comment on column contract_amendment.reversed_by_id is 'the amendment that took this one back, or the import that corrected it; null = it stands';
comment on column contract_amendment.contract_version is 'version of the contract after it';
create index contract_amendment_by_contract on contract_amendment (tenant_id, contract_id);
create index contract_amendment_by_line on contract_amendment (tenant_id, line_id) where line_id is not null;
select farol_protect('contract_amendment');

-- What holds when: lines and standing amendments folded (ContractSchedule). Terms of one line never overlap and are never empty.
create table contract_line_term (
    tenant_id              text collate "C" not null,
    line_id                uuid             not null,
    starts_on              date             not null,
    ends_on                date             null,
    account_id             uuid             not null,
    contract_id            uuid             not null,
    quantity_e4            bigint           not null,
    unit_price_e4          bigint           not null,
    currency               char(3)          not null,
    discount_e6            int              not null,
    billing_period_months  int              not null,
    is_recurring           boolean          not null,
    change_kind            text             null,
    amendment_id           uuid             null,
    -- The one place where MRR is computed (DECISIONS.md 5): quantity x unit price x (1 - discount) / period, HALF_UP at 1/10,000 by exact integer division.
    mrr_e4                 bigint           not null generated always as (
        case when is_recurring
             then div(2 * (quantity_e4::numeric * unit_price_e4 * (1000000 - discount_e6)) + 10000000000 * billing_period_months::numeric,
                      20000000000 * billing_period_months::numeric)::bigint
             else 0 end) stored,
    constraint contract_line_term_pk primary key (tenant_id, line_id, starts_on),
    constraint contract_line_term_line_fk foreign key (tenant_id, line_id) references contract_line (tenant_id, id),
    constraint contract_line_term_contract_fk foreign key (tenant_id, contract_id) references contract (tenant_id, id),
    constraint contract_line_term_account_fk foreign key (tenant_id, account_id) references account (tenant_id, id),
    constraint contract_line_term_ends_after_start check (ends_on > starts_on)
);
comment on column contract_line_term.ends_on is 'exclusive; null = open';
create index contract_line_term_by_account on contract_line_term (tenant_id, account_id, starts_on);
select farol_protect('contract_line_term');
