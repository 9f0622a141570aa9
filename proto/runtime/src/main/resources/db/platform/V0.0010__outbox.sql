-- The change feed's source (platform.md section 2, DECISIONS.md 1): every change of an owned aggregate leaves one row here, in its own transaction.

-- Uncached: the order of ids must be the order in which they were taken, over all sessions.
create sequence outbox_id_seq cache 1;

create table outbox (
    tenant_id          text collate "C" not null,
    id                 bigint           not null default nextval('outbox_id_seq'),
    event_id           uuid             not null default uuidv7(),
    xid                xid8             not null default pg_current_xact_id(),
    position           bigint,
    batch              bigint,
    batch_ends_at      bigint,
    stamped_at         timestamptz,
    aggregate_type     text collate "C" not null,
    aggregate_id       uuid             not null,
    aggregate_version  bigint           not null,
    event_type         text collate "C" not null,
    recorded_at        timestamptz      not null,
    payload            json,
    constraint outbox_pk primary key (tenant_id, id),
    constraint outbox_stamp_whole check (num_nulls(position, batch, batch_ends_at, stamped_at) in (0, 4))
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

comment on column outbox.position is 'Gapless over all tenants; null until the stamper has seen the committed row.';
comment on column outbox.payload is 'json, not jsonb: written once and read whole, as text; a row made into json costs half of one made into jsonb.';
comment on column outbox.batch_ends_at is 'Position of the last row of the batch: a reader knows from any row how far the batch goes.';

create index outbox_unstamped on outbox (id) where position is null;
create unique index outbox_position on outbox (position) where position is not null;

select farol_protect('outbox');
grant usage on sequence outbox_id_seq to farol_app;

-- The stamper and the feed's readers serve all tenants: a role and policies of their own, on this table only.
create policy feed_reads on outbox for select to farol_feed using (true);
create policy feed_stamps on outbox for update to farol_feed using (true) with check (true);
grant select, update (position, batch, batch_ends_at, stamped_at) on outbox to farol_feed;

-- Where the feed stands: one row.
create table feed_head (
    is_only            boolean     not null default true,
    epoch              integer     not null default 1,
    batch              bigint      not null default 0,
    position           bigint      not null default 0,
    stamped_at         timestamptz,
    system_identifier  bigint,
    timeline           text,
    constraint feed_head_pk primary key (is_only),
    constraint feed_head_only_one check (is_only)
);

comment on table feed_head is 'rls-exempt: counters of the feed, nothing of a tenant';
comment on column feed_head.epoch is 'Cursors of another epoch are refused: what they point at may have been lost with a restore.';
insert into feed_head default values;
grant select, update on feed_head to farol_feed;
grant select on feed_head to farol_app;

-- Begins a new epoch when this is no longer the server, or no longer the timeline, that the feed was numbered on (kubernetes.md 4).
create function feed_check_epoch() returns void
    language plpgsql as $$
declare
    identifier bigint := (select system_identifier from pg_control_system());
    line       text   := substr(pg_walfile_name(pg_current_wal_insert_lsn()), 1, 8);
begin
    update feed_head h
       set epoch = h.epoch + case when h.system_identifier is null then 0 else 1 end, system_identifier = identifier, timeline = line
     where (h.system_identifier, h.timeline) is distinct from (identifier, line);
end $$;

-- Numbers all committed rows that have no number yet, as one batch; does nothing while another stamper runs. Every statement takes its own snapshot (read committed),
-- so the rows seen after the lock was taken are those of whole transactions, and none is numbered twice. The planner is held to the two indexes:
-- statistics of a table that just grew by an import would lead it astray.
create function feed_stamp(
    out is_acquired boolean, out stamped bigint, out epoch integer, out batch bigint, out "position" bigint, out stamped_at timestamptz)
    language plpgsql
    set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off set jit = off
    as $$
declare
    head  feed_head;
    stamp timestamptz;
begin
    is_acquired := pg_try_advisory_xact_lock(7310033840925811);
    if not is_acquired then
        return;
    end if;
    select * into strict head from feed_head;
    stamp := greatest(clock_timestamp(), head.stamped_at + interval '1 microsecond');
    update outbox o
       set position = head.position + n.number, batch = head.batch + 1, batch_ends_at = head.position + n.total, stamped_at = stamp
      from (select u.tenant_id, u.id, row_number() over (order by u.id) as number, count(*) over () as total from outbox u where u.position is null) n
     where o.tenant_id = n.tenant_id and o.id = n.id;
    get diagnostics stamped = row_count;
    if stamped > 0 then
        perform feed_check_epoch();
        update feed_head h set batch = h.batch + 1, position = h.position + stamped, stamped_at = stamp returning * into head;
        perform pg_notify('farol_feed', '');
    end if;
    epoch := head.epoch;
    batch := head.batch;
    "position" := head.position;
    stamped_at := head.stamped_at;
end $$;
