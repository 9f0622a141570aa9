-- Staging of imports. COPY into a table with row-level security is refused by PostgreSQL, so this one has none, leads with the job, and only io.farol.runtime.imports touches it.
-- Values are already in PostgreSQL's own notation (or null, with the fault beside them); which column is which stands in the job's parameters.
create table import_row (
    job_id   uuid   not null,
    row_no   bigint not null,
    line     bigint not null,
    faults   jsonb,
    extras   jsonb,
    c01 text, c02 text, c03 text, c04 text, c05 text, c06 text, c07 text, c08 text, c09 text, c10 text, c11 text, c12 text,
    c13 text, c14 text, c15 text, c16 text, c17 text, c18 text, c19 text, c20 text, c21 text, c22 text, c23 text, c24 text,
    c25 text, c26 text, c27 text, c28 text, c29 text, c30 text, c31 text, c32 text, c33 text, c34 text, c35 text, c36 text,
    c37 text, c38 text, c39 text, c40 text, c41 text, c42 text, c43 text, c44 text, c45 text, c46 text, c47 text, c48 text,
    constraint import_row_pk primary key (job_id, row_no)
) with (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 50000);

comment on table import_row is 'rls-exempt: staging of imports, by job, emptied when the job is over';
comment on column import_row.row_no is '1-based and dense; line is where the row began in the file.';
grant select, insert, update, delete on import_row to farol_app;

create table import_fault (
    tenant_id  text collate "C" not null,
    job_id     uuid             not null,
    line       bigint           not null,
    seq        integer          not null,
    field      text,
    value      text,
    code       text             not null,
    params     jsonb            not null default '{}',
    constraint import_fault_pk primary key (tenant_id, job_id, line, seq),
    constraint import_fault_job_fk foreign key (tenant_id, job_id) references job (tenant_id, id) on delete cascade
);

select farol_protect('import_fault');

-- Idempotency-Key of imports: the body is streamed, so its hash is known only at its end, and the key is reserved before.
create table import_key (
    tenant_id     text collate "C" not null,
    client        text             not null,
    thing         text             not null,
    key           text             not null,
    job_id        uuid             not null,
    request_hash  text,
    held_until    timestamptz      not null,
    created_at    timestamptz      not null,
    constraint import_key_pk primary key (tenant_id, client, thing, key)
);

select farol_protect('import_key');
comment on column import_key.request_hash is 'SHA-256 of parameters and body; null while the first request is still sending, believed alive until held_until.';

-- Each transaction of a merge works in temporary tables.
do $$ begin
    execute format('grant temporary on database %I to farol_app', current_database());
end $$;
