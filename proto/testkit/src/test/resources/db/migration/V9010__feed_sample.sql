-- A thing that has a feed, and a copy of things that come from one: what the tests of the feed work with.
create table feed_sample (
    tenant_id  text collate "C" not null,
    id         uuid             not null,
    version    bigint           not null,
    name       text             not null,
    constraint feed_sample_pk primary key (tenant_id, id)
);
select farol_protect('feed_sample');

create function feed_sample_payload(tenant text, sample_id uuid) returns jsonb
    language sql stable as $$ select jsonb_build_object('id', id, 'name', name) from feed_sample where tenant_id = tenant and id = sample_id $$;

create table feed_sample_copy (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    version      bigint           not null,
    payload      jsonb,
    batch        bigint           not null,
    times        integer          not null default 1,
    constraint feed_sample_copy_pk primary key (tenant_id, id)
);
select farol_protect('feed_sample_copy');
