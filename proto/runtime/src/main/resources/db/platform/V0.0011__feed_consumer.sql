-- How far this service has followed the feeds of others (platform.md section 2).

create table feed_subscription (
    source               text        not null,
    partition_count      integer     not null,
    partition_index      integer     not null,
    aggregate_types      text[]      not null default '{}',
    holder               uuid,
    lease_until          timestamptz,
    cursor               text        not null default '',
    batch                bigint      not null default 0,
    position             bigint      not null default 0,
    stamped_at           timestamptz,
    is_caught_up         boolean     not null default false,
    caught_up_at         timestamptz,
    parked               bigint      not null default 0,
    replay_requested_at  timestamptz,
    error                text,
    constraint feed_subscription_pk primary key (source, partition_count, partition_index),
    constraint feed_subscription_partition check (partition_index >= 0 and partition_index < partition_count)
);

comment on table feed_subscription is 'rls-exempt: leases and cursors, nothing of a tenant';
comment on column feed_subscription.cursor is 'Everything up to it has been applied; moves in the transaction of the effect, and only by the holder.';
comment on column feed_subscription.stamped_at is 'Stamp of the last batch applied: what knownAt speaks of.';
comment on column feed_subscription.caught_up_at is 'When nothing newer was known the last time; lag is counted from it.';
grant select, insert, update, delete on feed_subscription to farol_app;

-- Highest version applied of each aggregate: what is not newer is a duplicate.
create table feed_applied (
    tenant_id          text collate "C" not null,
    source             text collate "C" not null,
    aggregate_type     text collate "C" not null,
    aggregate_id       uuid             not null,
    aggregate_version  bigint           not null,
    constraint feed_applied_pk primary key (tenant_id, source, aggregate_type, aggregate_id)
);
select farol_protect('feed_applied');

-- Events that could not be applied, and those of the same aggregate that wait behind them.
create table feed_parked (
    tenant_id          text collate "C" not null,
    source             text collate "C" not null,
    position           bigint           not null,
    batch              bigint           not null,
    stamped_at         timestamptz      not null,
    aggregate_type     text collate "C" not null,
    aggregate_id       uuid             not null,
    aggregate_version  bigint           not null,
    event_type         text collate "C" not null,
    recorded_at        timestamptz      not null,
    payload            jsonb,
    reason             text             not null,
    error              text,
    tries              integer          not null,
    parked_at          timestamptz      not null default now(),
    constraint feed_parked_pk primary key (tenant_id, source, position),
    constraint feed_parked_reason_known check (reason in ('FAILED', 'UNKNOWN_TYPE', 'WAITS_BEHIND'))
);
select farol_protect('feed_parked');

-- A batch too large for memory, while it arrives; emptied in the transaction that applies it.
create table feed_inbox (
    source             text             not null,
    partition_index    integer          not null,
    position           bigint           not null,
    tenant_id          text collate "C" not null,
    batch              bigint           not null,
    stamped_at         timestamptz      not null,
    aggregate_type     text             not null,
    aggregate_id       uuid             not null,
    aggregate_version  bigint           not null,
    event_type         text             not null,
    recorded_at        timestamptz      not null,
    payload            jsonb,
    constraint feed_inbox_pk primary key (source, partition_index, position)
);

comment on table feed_inbox is 'rls-exempt: staging of the feed consumer, who alone touches it';
grant select, insert, update, delete on feed_inbox to farol_app;

-- Rebuilds of the projections that an operator asked for.
create table feed_rebuild (
    id            uuid        not null,
    source        text        not null,
    state         text        not null default 'RUNNING',
    holder        uuid,
    lease_until   timestamptz,
    requested_at  timestamptz not null default now(),
    ended_at      timestamptz,
    error         text,
    constraint feed_rebuild_pk primary key (id),
    constraint feed_rebuild_state_known check (state in ('RUNNING', 'SUCCEEDED', 'FAILED'))
);

comment on table feed_rebuild is 'rls-exempt: jobs of operators, nothing of a tenant';
create unique index feed_rebuild_one_at_a_time on feed_rebuild (source) where state = 'RUNNING';
grant select, insert, update, delete on feed_rebuild to farol_app;
