-- Answers of creating requests that named an Idempotency-Key, kept 24 hours in the same transaction as what they made (platform.md section 5).
create table idempotency_key (
    tenant_id    text collate "C" not null,
    id           uuid             not null,
    body_hash    bytea            not null,
    status       integer          not null,
    location     text,
    etag         text,
    body         text,
    created_at   timestamptz      not null,
    constraint idempotency_key_pk primary key (tenant_id, id)
);

comment on column idempotency_key.id is 'First 16 bytes of SHA-256 over client, subject, method, path and key.';
create index idempotency_key_age on idempotency_key (tenant_id, created_at);
select farol_protect('idempotency_key');
