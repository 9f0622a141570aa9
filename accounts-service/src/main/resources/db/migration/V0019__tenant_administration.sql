-- accounts-service owns the registry of tenants: operators make tenants and change their state here, and the feed tells the other services (platform.md 4, DECISIONS.md 48). What is entered
-- without an operator, at a tenant's first token, has no name.
alter table tenant
    add column aggregate_id      uuid        not null default uuidv7(),
    add column version           bigint      not null default 1,
    add column name              text        null,
    add column registered_as     jsonb       null,
    add column administrator_id  uuid        null,
    add column search_key        text collate "C" not null generated always as (farol_fold(coalesce(name, '') || ' ' || id)) stored,
    add constraint tenant_aggregate_once unique (aggregate_id),
    add constraint tenant_registered_whole check (num_nulls(name, registered_as) in (0, 2));
comment on column tenant.registered_as is 'what the operator asked for, without the person: the same request again is known by it';
comment on column tenant.administrator_id is 'the first administrator''s id in Keycloak; null = still to be made there, by sending the request again';

-- Every change of a tenant's state; only ever appended.
create table tenant_state_change (
    tenant_id   text collate "C" not null,
    id          uuid             not null,
    from_state  text             not null,
    to_state    text             not null,
    reason      text             not null,
    changed_at  timestamptz      not null,
    changed_by  text             null,
    constraint tenant_state_change_pk primary key (tenant_id, id),
    constraint tenant_state_change_states check (from_state in ('ACTIVE', 'SUSPENDED') and to_state in ('ACTIVE', 'SUSPENDED') and from_state <> to_state)
);
select farol_protect('tenant_state_change');
revoke update, delete on tenant_state_change from farol_app;

create function tenant_payload(tenant_key text, tenant_aggregate uuid) returns jsonb
    language sql stable
    return (select jsonb_build_object('key', t.id, 'name', t.name, 'state', t.state, 'isSandbox', t.is_sandbox)
              from tenant t where t.id = tenant_key and t.aggregate_id = tenant_aggregate);
