-- The second wall (platform.md section 3). Versions below 1 belong to proto/runtime and run in every service's database; services count from 1.
-- Group roles, made once per cluster before the first migration: farol_app (the services), farol_feed (stamper and feed readers).

-- Puts a tenant table behind row-level security, for its owner too, and gives the application its rights.
create function farol_protect(table_name regclass) returns void
    language plpgsql as $$
begin
    execute format('alter table %s enable row level security', table_name);
    execute format('alter table %s force row level security', table_name);
    execute format(
        'create policy tenant_isolation on %s using (tenant_id = current_setting(''app.tenant'', true)) with check (tenant_id = current_setting(''app.tenant'', true))',
        table_name);
    execute format('grant select, insert, update, delete on %s to farol_app', table_name);
end $$;

comment on function farol_protect(regclass) is 'Call it for every table that has a tenant_id; the catalogue test lists the few that are exempt.';

-- Whose data lives here. Exempt from row-level security: it says who the tenants are, and holds nothing of theirs.
create table tenant (
    id          text collate "C" not null,
    state       text             not null default 'ACTIVE',
    is_sandbox  boolean          not null default false,
    created_at  timestamptz      not null default now(),
    constraint tenant_pk primary key (id),
    constraint tenant_id_shape check (id ~ '^[a-z][a-z0-9-]{1,39}$'),
    constraint tenant_state_known check (state in ('ACTIVE', 'SUSPENDED'))
);

comment on table tenant is 'rls-exempt: registry of tenants';
grant select, insert, update, delete on tenant to farol_app;
grant select on tenant to farol_feed;
