-- A table like any other, for the tests of the second wall.
create table isolation_sample (
    tenant_id text collate "C" not null,
    id        uuid             not null default uuidv7(),
    constraint isolation_sample_pk primary key (tenant_id, id)
);
select farol_protect('isolation_sample');
