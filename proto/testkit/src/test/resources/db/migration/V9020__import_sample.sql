-- A thing of the import tests.
create table gadget (
    tenant_id   text collate "C" not null,
    id          uuid             not null default uuidv7(),
    version     bigint           not null default 1,
    external_id text             not null,
    name        text             not null,
    price_e4    bigint,
    quantity    numeric,
    starts_on   date,
    ends_on     date,
    kind        text,
    parent      text,
    attributes  jsonb            not null default '{}',
    constraint gadget_pk primary key (tenant_id, id),
    constraint gadget_once unique (tenant_id, external_id),
    constraint gadget_not_cursed check (name <> 'cursed')
);
select farol_protect('gadget');
