-- Who changed what, when, from where; one row per write, in the write's own transaction; an import leaves one row per job.
create table audit_entry (
    tenant_id      text collate "C" not null,
    id             uuid             not null,
    recorded_at    timestamptz      not null,
    actor_id       text,
    actor_name     text,
    client         text             not null,
    request_id     text             not null,
    aggregate_type text             not null,
    aggregate_id   uuid             not null,
    action         text             not null,
    state_before   jsonb,
    state_after    jsonb,
    constraint audit_entry_pk primary key (tenant_id, id)
);

create index audit_entry_by_aggregate on audit_entry (tenant_id, aggregate_id, id);

select farol_protect('audit_entry');
-- Nobody rewrites history.
revoke update, delete on audit_entry from farol_app;
