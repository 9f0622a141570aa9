-- What was asked for with a request key, so that the key said again for anything else is refused.
alter table contract_amendment add column request text null;
comment on column contract_amendment.request is 'the whole request in one writing (AmendmentDetails); null = recorded before it was kept';
