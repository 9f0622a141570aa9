-- Work that outlives its request: imports today, whatever runs long tomorrow (platform.md section 7, DECISIONS.md 10).

create table job (
    tenant_id       text collate "C" not null,
    id              uuid             not null,
    kind            text             not null,
    subject         text             not null,
    state           text             not null default 'RUNNING',
    step            text             not null,
    parameters      jsonb            not null default '{}',
    next_row        bigint           not null default 1,
    rows_total      bigint           not null default 0,
    rows_read       bigint           not null default 0,
    rows_accepted   bigint           not null default 0,
    rows_unchanged  bigint           not null default 0,
    rows_rejected   bigint           not null default 0,
    failure         text,
    position        text,
    created_by      text             not null,
    created_at      timestamptz      not null,
    finished_at     timestamptz,
    constraint job_pk primary key (tenant_id, id),
    constraint job_state_known check (state in ('RUNNING', 'SUCCEEDED', 'PARTIALLY_SUCCEEDED', 'FAILED')),
    constraint job_finished_once check ((state = 'RUNNING') = (finished_at is null))
);

select farol_protect('job');
comment on column job.next_row is 'First row that no committed transaction has worked on; moves in the same transaction as the work, so nothing is done twice.';

-- One row per job: who works on it and until when he is believed to live. A worker looks for work before it knows a tenant, and operators see jobs, not what is in them.
create table job_lease (
    job_id      uuid             not null,
    tenant_id   text collate "C" not null,
    kind        text             not null,
    subject     text             not null,
    is_open     boolean          not null default true,
    holder      text,
    held_until  timestamptz      not null default '-infinity',
    rows_done   bigint           not null default 0,
    attempts    integer          not null default 0,
    failures    integer          not null default 0,
    last_error  text,
    created_at  timestamptz      not null,
    closed_at   timestamptz,
    constraint job_lease_pk primary key (job_id)
);

create index job_lease_open on job_lease (tenant_id, job_id) where is_open;
create index job_lease_closed on job_lease (closed_at) where not is_open;
comment on table job_lease is 'rls-exempt: leases; who works on which job, nothing of what is in it';
grant select, insert, update, delete on job_lease to farol_app;
