-- What of a product's price is tax.
alter table product
    add column embedded_tax_rate_e6 int null,
    add constraint product_embedded_tax_rate_is_a_share check (embedded_tax_rate_e6 between 0 and 999999);
comment on column product.embedded_tax_rate_e6 is '1/1,000,000 of the price, taxes included; null = none';

create or replace function product_payload(tenant text, product_id uuid) returns jsonb
    language sql stable
    return (select jsonb_build_object(
                'id', p.id, 'code', p.code, 'name', p.name, 'kind', p.kind, 'solutionArea', p.solution_area, 'listPriceE4', p.list_price_e4,
                'currency', p.currency, 'unit', p.unit, 'embeddedTaxRate', trim_scale(p.embedded_tax_rate_e6 * 0.000001)::text, 'isActive', p.is_active)
              from product p where p.tenant_id = tenant and p.id = product_id);
