-- Sample feature of the REST tests.
create table thing (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    version      bigint           not null default 1,
    external_id  text,
    name         text             not null,
    colour       text             not null,
    price_e4     bigint,
    currency     char(3),
    renews_on    date,
    search_text  text             not null generated always as (farol_fold(name)) stored,
    constraint thing_pk primary key (tenant_id, id),
    constraint thing_external_id_unique unique (tenant_id, external_id)
);
select farol_protect('thing');

create table thing_tag (
    tenant_id text collate "C" not null,
    thing_id  uuid             not null,
    tag       text             not null,
    constraint thing_tag_pk primary key (tenant_id, thing_id, tag),
    constraint thing_tag_thing_fk foreign key (tenant_id, thing_id) references thing (tenant_id, id) on delete cascade
);
select farol_protect('thing_tag');
