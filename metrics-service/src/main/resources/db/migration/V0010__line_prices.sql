-- What conventions about prices have to find and to know: MRR without discounts (discount=IGNORED) and without the taxes in them (taxes=NET).

-- One-off charges are never MRR, whatever is taken off their price. null: learnt before it was kept, then what had MRR recurs.
alter table line_term add column is_recurring boolean;

-- Lines of which something is taken off.
create index line_term_discounted on line_term (tenant_id, account_id) include (pos, pos_to, mrr_e4, is_recurring) where discount <> 0;

-- What of a product's price is tax. Dated by knowledge, so that what was reported can be reported again, but not by business days: the rate counts for all time. Products of whose price nothing is tax
-- have no row. Accounts with such products are found by line_piece_by_product.
create table product_tax (
    tenant_id       text collate "C" not null,
    product_id      uuid             not null,
    pos             bigint           not null,
    pos_to          bigint           not null default 9223372036854775807,
    rate            numeric          not null,
    constraint product_tax_pk primary key (tenant_id, product_id, pos)
);
select farol_protect('product_tax');
