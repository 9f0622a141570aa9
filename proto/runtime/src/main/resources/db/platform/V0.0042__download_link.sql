-- Links that download a file once, without a token of the caller's, and with exactly the caller's rights (platform.md section 5). Only the hash of a link's token is here.
create table download_link (
    tenant_id    text collate "C" not null,
    token_hash   bytea            not null,
    target       text             not null,
    caller_id    text,
    caller_name  text,
    client       text             not null,
    roles        text[]           not null,
    language     text             not null,
    expires_at   timestamptz      not null,
    used_at      timestamptz,
    constraint download_link_pk primary key (tenant_id, token_hash)
);

comment on column download_link.target is 'Path of the file, ?, its query parameters in the order of their names, encoded.';
create index download_link_age on download_link (tenant_id, expires_at);
select farol_protect('download_link');
