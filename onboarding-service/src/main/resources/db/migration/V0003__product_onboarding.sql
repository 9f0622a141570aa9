-- A won cross-sell opens an onboarding of its product.
alter table onboarding add column deal_id uuid null;
comment on column onboarding.deal_id is 'the won cross-sell that opened it, as pipeline-service made it';
-- Once for each product of a deal, whatever comes twice.
create unique index onboarding_of_deal_once on onboarding (tenant_id, deal_id, product_id) where deal_id is not null;
