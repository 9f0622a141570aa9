-- What the tests of errands tell.
create table sample_due (
    tenant_id   text collate "C" not null,
    thing_id    uuid             not null,
    due_at      timestamptz      not null,
    held_until  timestamptz      not null default '-infinity',
    failures    int              not null default 0,
    trace_parent text,
    constraint sample_due_pk primary key (tenant_id, thing_id)
);
comment on table sample_due is 'rls-exempt: leases';
grant select, insert, update, delete on sample_due to farol_app;
