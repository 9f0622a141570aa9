-- What is sold.
create table product (
    tenant_id      text collate "C" not null,
    id             uuid             not null,
    version        bigint           not null default 1,
    code           text collate "C" not null,
    name           text             not null,
    kind           text             not null,
    solution_area  text             null,
    list_price_e4  bigint           null,
    currency       char(3)          null,
    unit           text             null,
    is_active      boolean          not null default true,
    created_at     timestamptz      not null default now(),
    updated_at     timestamptz      not null default now(),
    constraint product_pk primary key (tenant_id, id),
    constraint product_code_once unique (tenant_id, code),
    constraint product_kind_known check (kind in ('PLAN', 'ADD_ON', 'SERVICE', 'SUPPORT')),
    constraint product_price_with_currency check ((list_price_e4 is null) = (currency is null) and list_price_e4 >= 0)
);
comment on column product.list_price_e4 is '1/10,000 of currency, for one unit and month';
select farol_protect('product');
