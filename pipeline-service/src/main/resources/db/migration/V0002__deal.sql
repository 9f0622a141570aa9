-- Deals of the Expand funnel. Ids of accounts, contracts, lines and products are those of accounts-service (V0001 says why there are no foreign keys to its copies).

create table deal (
    tenant_id             text collate "C" not null,
    id                    uuid             not null,
    version               bigint           not null,
    external_id           text collate "C" null,
    account_id            uuid             null,
    contract_id           uuid             null,
    type                  text collate "C" not null,
    stage                 text collate "C" not null,
    title                 text             not null,
    hypothesis            text             null,
    origin                text             null,
    origin_note           text             null,
    owner_id              text collate "C" null,
    owner_name            text             null,
    said_mrr_e4           bigint           null,
    said_one_off_e4       bigint           null,
    currency              char(3)          null,
    mrr_e4                bigint           not null default 0,
    one_off_e4            bigint           not null default 0,
    expected_close_on     date             null,
    next_step_text        text             null,
    next_step_on          date             null,
    negotiation_points    text             not null default '[]',
    framework             text             null,
    answers               text             not null default '{}',
    confirmed_by          text             null,
    confirmed_on          date             null,
    accepted_by           text             null,
    accepted_on           date             null,
    accepted_means        text             null,
    opened_at             timestamptz      not null,
    entered_stage_at      timestamptz      not null,
    closed_at             timestamptz      null,
    closed_from           text             null,
    won_on                date             null,
    starts_on             date             null,
    rank                  bigint           not null,
    contract_sync         text             not null default 'NOT_APPLICABLE',
    contract_sync_reason  text             null,
    is_imported           boolean          not null default false,
    imported_stage        text             null,
    waived                text[]           not null default '{}',
    row_hash              text             null,
    archived_at           timestamptz      null,
    created_at            timestamptz      not null,
    updated_at            timestamptz      not null,
    search_key            text             not null generated always as (farol_fold(title)) stored,
    constraint deal_pk primary key (tenant_id, id),
    constraint deal_external_id_unique unique (tenant_id, external_id),
    constraint deal_type_known check (type in ('UPSELL', 'CROSS_SELL')),
    constraint deal_stage_known check (stage in ('EXPAND_MAP', 'OPPORTUNITY', 'PROPOSAL', 'NEGOTIATION', 'FORECAST', 'EXPAND_WON', 'LOST', 'DISMISSED')),
    constraint deal_origin_known check (origin in ('WHITESPACE', 'BATTLESHIP', 'HEALTH', 'NEWS', 'REFERRAL', 'OTHER')),
    constraint deal_framework_known check (framework in ('BANT', 'GPCT', 'SPIN')),
    constraint deal_accepted_means_known check (accepted_means in ('EMAIL', 'MEETING', 'CALL', 'OTHER')),
    constraint deal_contract_sync_known check (contract_sync in ('PENDING', 'DONE', 'FAILED', 'NOT_APPLICABLE')),
    constraint deal_closed_when_over check ((stage in ('EXPAND_WON', 'LOST', 'DISMISSED')) = (closed_at is not null)),
    constraint deal_amounts_have_currency check (currency is not null or (mrr_e4 = 0 and one_off_e4 = 0 and said_mrr_e4 is null and said_one_off_e4 is null))
);
comment on column deal.said_mrr_e4 is 'expected change of MRR as the client said it; counts while the deal has no lines';
comment on column deal.mrr_e4 is 'expected change of MRR in force: from the lines, else as said';
comment on column deal.negotiation_points is 'JSON array of {kind, text}; never searched';
comment on column deal.answers is 'JSON object: field of the framework -> answer';
comment on column deal.closed_from is 'the open stage it stood in when it was closed';
comment on column deal.rank is 'order by hand within the stage';
comment on column deal.waived is 'requirements that an import passed over, as STAGE:CODE';
comment on column deal.imported_stage is 'where the last import put it; people may have moved it since';
comment on column deal.row_hash is 'of the imported row: the same row again changes nothing';
create index deal_board on deal (tenant_id, stage, rank, id) where archived_at is null;
create index deal_board_by_value on deal (tenant_id, stage, mrr_e4, id) where archived_at is null;
create index deal_board_by_age on deal (tenant_id, stage, entered_stage_at, id) where archived_at is null;
create index deal_by_account on deal (tenant_id, account_id);
create index deal_by_owner on deal (tenant_id, owner_id);
select farol_protect('deal');

create table deal_line (
    tenant_id              text collate "C" not null,
    deal_id                uuid             not null,
    number                 int              not null,
    product_id             uuid             not null,
    contract_line_id       uuid             null,
    quantity_e4            bigint           not null,
    unit_price_e4          bigint           not null,
    currency               char(3)          not null,
    discount_e6            int              not null,
    billing_period_months  int              not null,
    is_recurring           boolean          not null,
    constraint deal_line_pk primary key (tenant_id, deal_id, number),
    constraint deal_line_deal_fk foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
comment on column deal_line.contract_line_id is 'the running line whose terms these become; null = a new line';
create index deal_line_by_product on deal_line (tenant_id, product_id, deal_id);
select farol_protect('deal_line');

create table proposal (
    tenant_id     text collate "C" not null,
    id            uuid             not null,
    deal_id       uuid             not null,
    number        text             not null,
    version       int              not null,
    lines         jsonb            not null,
    mrr_e4        bigint           not null,
    one_off_e4    bigint           not null,
    currency      char(3)          not null,
    expires_on    date             not null,
    document_url  text             null,
    sent_to       text             null,
    sent_at       timestamptz      null,
    expired_on    date             null,
    created_at    timestamptz      not null,
    constraint proposal_pk primary key (tenant_id, id),
    constraint proposal_version_unique unique (tenant_id, deal_id, number, version),
    constraint proposal_deal_fk foreign key (tenant_id, deal_id) references deal (tenant_id, id),
    constraint proposal_sent_whole check ((sent_at is null) = (sent_to is null))
);
comment on column proposal.expires_on is 'last day on which it can be accepted';
comment on column proposal.expired_on is 'business day on which the daily job found it expired';
create index proposal_by_expiry on proposal (tenant_id, expires_on) where expired_on is null;
select farol_protect('proposal');

create table follow_up (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    deal_id      uuid             not null,
    done_on      date             not null,
    text         text             not null,
    recorded_by  text             null,
    recorded_at  timestamptz      not null,
    constraint follow_up_pk primary key (tenant_id, id),
    constraint follow_up_deal_fk foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
create index follow_up_by_deal on follow_up (tenant_id, deal_id, id);
select farol_protect('follow_up');

create table stage_change (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    deal_id      uuid             not null,
    from_stage   text             null,
    to_stage     text             not null,
    reasons      text[]           not null default '{}',
    reason       text             null,
    note         text             null,
    changed_at   timestamptz      not null,
    changed_by   text             null,
    constraint stage_change_pk primary key (tenant_id, id),
    constraint stage_change_deal_fk foreign key (tenant_id, deal_id) references deal (tenant_id, id)
);
comment on column stage_change.from_stage is 'null = the deal was opened, or imported, in to_stage';
create index stage_change_by_deal on stage_change (tenant_id, deal_id, id);
select farol_protect('stage_change');

-- What a won (or reopened) deal changes in contracts: written in the deal's own transaction, carried out by the worker, each step under its own key, for ever the same.
create table contract_task (
    tenant_id        text collate "C" not null,
    id               uuid             not null,
    deal_id          uuid             not null,
    stage_change_id  uuid             not null,
    kind             text             not null,
    state            text             not null default 'PENDING',
    reason           text             null,
    created_at       timestamptz      not null,
    ended_at         timestamptz      null,
    constraint contract_task_pk primary key (tenant_id, id),
    constraint contract_task_deal_fk foreign key (tenant_id, deal_id) references deal (tenant_id, id),
    constraint contract_task_stage_change_fk foreign key (tenant_id, stage_change_id) references stage_change (tenant_id, id),
    constraint contract_task_kind_known check (kind in ('AMEND', 'REVERSE')),
    constraint contract_task_state_known check (state in ('PENDING', 'FAILED', 'DONE', 'CANCELLED'))
);
comment on column contract_task.id is 'time-ordered: the tasks of a deal are done in the order of their ids';
create index contract_task_by_deal on contract_task (tenant_id, deal_id, id);
select farol_protect('contract_task');

create table contract_task_step (
    tenant_id              text collate "C" not null,
    task_id                uuid             not null,
    number                 int              not null,
    request_key            text             not null,
    contract_id            uuid             not null,
    effective_on           date             not null,
    change_kind            text             not null,
    product_id             uuid             null,
    line_id                uuid             null,
    quantity_e4            bigint           null,
    unit_price_e4          bigint           null,
    currency               char(3)          null,
    discount_e6            int              null,
    billing_period_months  int              null,
    is_recurring           boolean          null,
    reverses_task_id       uuid             null,
    reverses_number        int              null,
    amendment_id           uuid             null,
    done_at                timestamptz      null,
    constraint contract_task_step_pk primary key (tenant_id, task_id, number),
    constraint contract_task_step_key_unique unique (tenant_id, request_key),
    constraint contract_task_step_task_fk foreign key (tenant_id, task_id) references contract_task (tenant_id, id),
    constraint contract_task_step_reverses_fk foreign key (tenant_id, reverses_task_id, reverses_number) references contract_task_step (tenant_id, task_id, number)
);
comment on column contract_task_step.amendment_id is 'made by accounts-service; null = not known to be done, or, once done, nothing was there to take back';
select farol_protect('contract_task_step');

-- Which deals the worker has to look at: found before a tenant is known.
create table contract_task_due (
    tenant_id   text collate "C" not null,
    deal_id     uuid             not null,
    due_at      timestamptz      not null,
    held_until  timestamptz      not null default '-infinity',
    failures    int              not null default 0,
    trace_parent text,
    constraint contract_task_due_pk primary key (tenant_id, deal_id)
);
comment on table contract_task_due is 'rls-exempt: leases; which deals wait for accounts-service, nothing of what is in them';
create index contract_task_due_next on contract_task_due (due_at);
grant select, insert, update, delete on contract_task_due to farol_app;

-- Work done once per tenant and business day.
create table daily_run (
    tenant_id      text collate "C" not null,
    job            text             not null,
    business_date  date             not null,
    ran_at         timestamptz      not null,
    constraint daily_run_pk primary key (tenant_id, job, business_date)
);
select farol_protect('daily_run');

create function deal_payloads(tenant text, deal_ids uuid[]) returns table (id uuid, version bigint, payload jsonb)
    language sql stable rows 1000
    begin atomic
        select d.id, d.version, jsonb_build_object(
            'id', d.id, 'externalId', d.external_id, 'accountId', d.account_id, 'contractId', d.contract_id, 'type', d.type, 'stage', d.stage, 'ownerId', d.owner_id,
            'ownerName', d.owner_name, 'title', d.title, 'origin', d.origin, 'expectedMrrE4', d.mrr_e4, 'oneOffE4', d.one_off_e4, 'currency', d.currency,
            'expectedCloseOn', d.expected_close_on,
            'nextStep', case when d.next_step_text is not null then jsonb_build_object('text', d.next_step_text, 'on', d.next_step_on) end,
            'enteredStageAt', d.entered_stage_at, 'openedAt', d.opened_at, 'closedAt', d.closed_at, 'wonOn', d.won_on, 'startsOn', d.starts_on,
            'contractSync', d.contract_sync, 'contractSyncReason', d.contract_sync_reason, 'isImported', d.is_imported, 'isArchived', d.archived_at is not null,
            'lines', (select coalesce(jsonb_agg(jsonb_build_object(
                          'productId', l.product_id, 'contractLineId', l.contract_line_id, 'quantity', trim_scale(l.quantity_e4 * 0.0001)::text,
                          'unitPrice', trim_scale(l.unit_price_e4 * 0.0001)::text, 'currency', l.currency, 'discount', trim_scale(l.discount_e6 * 0.000001)::text,
                          'billingPeriodMonths', l.billing_period_months, 'isRecurring', l.is_recurring) order by l.number), '[]')
                        from deal_line l where l.tenant_id = tenant and l.deal_id = d.id),
            'stageChanges', (select coalesce(jsonb_agg(jsonb_build_object('id', c.id, 'fromStage', c.from_stage, 'toStage', c.to_stage, 'reasons', c.reasons,
                                 'at', c.changed_at) order by c.id), '[]')
                               from stage_change c where c.tenant_id = tenant and c.deal_id = d.id))
          from unnest(deal_ids) w (wanted_id)
          join deal d on d.tenant_id = tenant and d.id = w.wanted_id;
    end;

create function deal_payload(tenant text, deal_id uuid) returns jsonb
    language sql stable
    return (select p.payload from deal_payloads(tenant, array[deal_id]) p);
