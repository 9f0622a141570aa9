-- The project by which a client comes to its First Value (onboarding.md 1).
create table onboarding (
    tenant_id            text collate "C" not null,
    id                   uuid             not null,
    version              bigint           not null default 1,
    account_id           uuid             not null,
    contract_id          uuid             null,
    product_id           uuid             null,
    kind                 text collate "C" not null,
    phase                text collate "C" not null,
    state                text collate "C" not null,
    is_untouched         boolean          not null,
    content              jsonb            not null,
    owner_name           text collate "C" null generated always as (content->>'ownerName') stored,
    started_on           date             not null,
    clock_starts_on      date             not null,
    planned_go_live_on   date             null,
    first_value_on       date             null,
    first_value_kind     text             null,
    first_value_text     text             null,
    first_value_by       text             null,
    activation_state     text             not null default 'NOT_YET',
    activation_reason    text             null,
    ended_on             date             null,
    end_reason           text             null,
    created_at           timestamptz      not null,
    updated_at           timestamptz      not null,
    constraint onboarding_pk primary key (tenant_id, id),
    constraint onboarding_kind_known check (kind in ('FIRST', 'PRODUCT', 'MANUAL')),
    constraint onboarding_phase_known check (phase in ('TRIAGE', 'SCHEDULING', 'TRAINING', 'FIRST_VALUE', 'DELIVERY')),
    constraint onboarding_state_known check (state in ('IN_PROGRESS', 'PAUSED', 'COMPLETED', 'CANCELLED')),
    constraint onboarding_ended_once check ((state in ('COMPLETED', 'CANCELLED')) = (ended_on is not null)),
    constraint onboarding_first_value_whole check (num_nulls(first_value_on, first_value_kind, first_value_text) in (0, 3)),
    constraint onboarding_first_value_kind_known check (first_value_kind in ('USAGE_THRESHOLD', 'CLIENT_CONFIRMED')),
    constraint onboarding_activation_known check (activation_state in ('NOT_YET', 'PENDING', 'DONE', 'FAILED', 'NOT_APPLICABLE')),
    constraint onboarding_product_of_product check (kind <> 'PRODUCT' or product_id is not null)
);
comment on column onboarding.is_untouched is 'opened by the feed, and nobody has worked on it: it still follows what becomes known of the contracts';
comment on column onboarding.content is 'what people write about it (OnboardingDetails without its plan): read and written whole, nothing is searched in it';
comment on column onboarding.clock_starts_on is 'signature of the contract: from here time to First Value counts';
-- Exactly one for an account's first contract, whatever comes twice or out of order.
create unique index onboarding_first_once on onboarding (tenant_id, account_id) where kind = 'FIRST';
-- One at a time for an account, and for each of its products.
create unique index onboarding_open_once on onboarding (tenant_id, account_id, coalesce(product_id, '00000000-0000-0000-0000-000000000000'))
    where state in ('IN_PROGRESS', 'PAUSED');
create index onboarding_by_account on onboarding (tenant_id, account_id, id);
create index onboarding_open_by_phase on onboarding (tenant_id, phase, id) where state in ('IN_PROGRESS', 'PAUSED');
select farol_protect('onboarding');

-- Its five phases, in their order.
create table onboarding_phase (
    tenant_id          text collate "C" not null,
    onboarding_id      uuid             not null,
    phase              text collate "C" not null,
    ordinal            smallint         not null,
    state              text collate "C" not null,
    owner_role         text             not null,
    planned_starts_on  date             null,
    planned_ends_on    date             null,
    started_on         date             null,
    ended_on           date             null,
    skip_reason        text             null,
    constraint onboarding_phase_pk primary key (tenant_id, onboarding_id, phase),
    constraint onboarding_phase_fk foreign key (tenant_id, onboarding_id) references onboarding (tenant_id, id),
    constraint onboarding_phase_known check (phase in ('TRIAGE', 'SCHEDULING', 'TRAINING', 'FIRST_VALUE', 'DELIVERY')),
    constraint onboarding_phase_state_known check (state in ('PENDING', 'IN_PROGRESS', 'DONE', 'SKIPPED')),
    constraint onboarding_phase_skip_with_reason check ((state = 'SKIPPED') = (skip_reason is not null)),
    constraint onboarding_phase_plan check (planned_ends_on >= planned_starts_on)
);
comment on column onboarding_phase.ended_on is 'the day on which it was left; the same day may begin the next one';
create index onboarding_phase_ended on onboarding_phase (tenant_id, phase, ended_on) where state = 'DONE';
select farol_protect('onboarding_phase');

-- Times in which the client is not available: the clock stands, and says so apart.
create table onboarding_pause (
    tenant_id      text collate "C" not null,
    id             uuid             not null,
    onboarding_id  uuid             not null,
    from_on        date             not null,
    until_on       date             null,
    reason         text             not null,
    constraint onboarding_pause_pk primary key (tenant_id, id),
    constraint onboarding_pause_fk foreign key (tenant_id, onboarding_id) references onboarding (tenant_id, id),
    constraint onboarding_pause_ends_after_start check (until_on >= from_on)
);
comment on column onboarding_pause.until_on is 'first day at work again; null = still paused';
create unique index onboarding_paused_once on onboarding_pause (tenant_id, onboarding_id) where until_on is null;
create index onboarding_pause_by_onboarding on onboarding_pause (tenant_id, onboarding_id, from_on);
select farol_protect('onboarding_pause');

-- Kickoff, trainings and other meetings.
create table onboarding_session (
    tenant_id         text collate "C" not null,
    id                uuid             not null,
    onboarding_id     uuid             not null,
    kind              text collate "C" not null,
    title             text             not null,
    is_mandatory      boolean          not null,
    starts_at         timestamptz      null,
    duration_minutes  int              null,
    is_confirmed      boolean          not null,
    is_held           boolean          not null,
    invited_count     int              null,
    attended_count    int              null,
    constraint onboarding_session_pk primary key (tenant_id, id),
    constraint onboarding_session_fk foreign key (tenant_id, onboarding_id) references onboarding (tenant_id, id),
    constraint onboarding_session_kind_known check (kind in ('KICKOFF', 'TRAINING', 'CONFIGURATION', 'TEST', 'GO_LIVE', 'SUPPORT', 'OTHER')),
    constraint onboarding_session_dated check (starts_at is not null or not is_confirmed and not is_held)
);
create index onboarding_session_by_onboarding on onboarding_session (tenant_id, onboarding_id, id);
select farol_protect('onboarding_session');

-- How it went from phase to phase, and how it ended.
create table onboarding_phase_change (
    tenant_id      text collate "C" not null,
    id             uuid             not null,
    onboarding_id  uuid             not null,
    kind           text collate "C" not null,
    from_phase     text collate "C" not null,
    to_phase       text collate "C" not null,
    skipped        text[]           not null default '{}',
    reason         text             null,
    changed_at     timestamptz      not null,
    changed_by     text             null,
    constraint onboarding_phase_change_pk primary key (tenant_id, id),
    constraint onboarding_phase_change_fk foreign key (tenant_id, onboarding_id) references onboarding (tenant_id, id),
    constraint onboarding_phase_change_kind_known check (kind in ('MOVED', 'COMPLETED', 'CANCELLED', 'REOPENED'))
);
create index onboarding_phase_change_by_onboarding on onboarding_phase_change (tenant_id, onboarding_id, id);
select farol_protect('onboarding_phase_change');

-- The states as the feed publishes them.
create function onboarding_payloads(tenant text, onboarding_ids uuid[]) returns table (id uuid, version bigint, payload jsonb)
    language sql stable rows 1000
    begin atomic
        select o.id, o.version, (o.content - 'plan') || jsonb_build_object(
            'id', o.id, 'accountId', o.account_id, 'contractId', o.contract_id, 'productId', o.product_id, 'kind', o.kind, 'phase', o.phase, 'state', o.state,
            'startedOn', o.started_on, 'clockStartsOn', o.clock_starts_on, 'firstValueOn', o.first_value_on, 'firstValueKind', o.first_value_kind,
            'plannedFirstValueOn', (select p.planned_ends_on from onboarding_phase p where p.tenant_id = tenant and p.onboarding_id = o.id and p.phase = 'FIRST_VALUE'),
            'plannedGoLiveOn', o.planned_go_live_on, 'ownerId', null, 'ownerName', o.owner_name, 'activationState', o.activation_state, 'endedOn', o.ended_on,
            'endReason', o.end_reason,
            'phases', (select jsonb_agg(jsonb_build_object(
                           'phase', p.phase, 'state', p.state, 'plannedStartsOn', p.planned_starts_on, 'plannedEndsOn', p.planned_ends_on, 'startedOn', p.started_on,
                           'endedOn', p.ended_on) order by p.ordinal)
                         from onboarding_phase p where p.tenant_id = tenant and p.onboarding_id = o.id),
            'pauses', (select coalesce(jsonb_agg(jsonb_build_object('fromOn', u.from_on, 'untilOn', u.until_on) order by u.from_on, u.id), '[]')
                         from onboarding_pause u where u.tenant_id = tenant and u.onboarding_id = o.id))
          from unnest(onboarding_ids) w (wanted_id)
          join onboarding o on o.tenant_id = tenant and o.id = w.wanted_id;
    end;

create function onboarding_payload(tenant text, onboarding_id uuid) returns jsonb
    language sql stable
    return (select p.payload from onboarding_payloads(tenant, array[onboarding_id]) p);

-- Which First Values accounts-service has not been told of yet: found before a tenant is known.
create table activation_due (
    tenant_id      text collate "C" not null,
    onboarding_id  uuid             not null,
    due_at         timestamptz      not null,
    held_until     timestamptz      not null default '-infinity',
    failures       int              not null default 0,
    trace_parent text,
    constraint activation_due_pk primary key (tenant_id, onboarding_id)
);
comment on table activation_due is 'rls-exempt: leases; which onboardings wait for accounts-service, nothing of what is in them';
create index activation_due_next on activation_due (due_at);
grant select, insert, update, delete on activation_due to farol_app;
