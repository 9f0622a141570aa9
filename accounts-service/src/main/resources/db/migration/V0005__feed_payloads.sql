-- States as the feed publishes them: <type>_payload(tenant, id) for one, <type>_payloads(tenant, ids) for many, from the same query.

create function settings_payload(tenant text, setting_id uuid) returns jsonb
    language sql stable
    return (select jsonb_build_object(
                'reportingCurrency', s.reporting_currency, 'timeZone', s.time_zone, 'country', s.country, 'stateCode', s.state_code, 'language', s.language,
                'goLiveOn', s.go_live_on, 'isSandbox', coalesce(t.is_sandbox, false), 'businessDate', s.business_date)
              from tenant_setting s left join tenant t on t.id = s.tenant_id
             where s.tenant_id = tenant and s.id = setting_id);

create function fx_rate_payload(tenant text, rate_id uuid) returns jsonb
    language sql stable
    return (select jsonb_build_object('id', r.id, 'currency', r.currency, 'ratedOn', r.rated_on, 'rate', trim_scale(r.rate)::text)
              from fx_rate r where r.tenant_id = tenant and r.id = rate_id);

create function product_payload(tenant text, product_id uuid) returns jsonb
    language sql stable
    return (select jsonb_build_object(
                'id', p.id, 'code', p.code, 'name', p.name, 'kind', p.kind, 'solutionArea', p.solution_area, 'listPriceE4', p.list_price_e4,
                'currency', p.currency, 'unit', p.unit, 'isActive', p.is_active)
              from product p where p.tenant_id = tenant and p.id = product_id);

-- The shape of an ACCOUNT, once. A row turned into json costs a quarter of jsonb_build_object, and a plain expression is inlined into a bulk insert.
create type account_document as (
    id uuid, name text, "externalId" text, "taxId" text, country text, region text, sector text, channel text, "sellerName" text, "parentAccountId" uuid, employees int,
    "areaEmployees" int, "annualRevenueE4" bigint, currency text, "customerSince" date, "activatedOn" date, "isArchived" boolean, tags text[], attributes json, groups json,
    freezes json);

create function account_document(a account, attributes json, groups json, freezes json) returns json
    language sql stable
    return row_to_json(row(
        (a).id, (a).name, (a).external_id, (a).tax_id, (a).country, (a).region, (a).sector, (a).channel, (a).seller_name, (a).parent_account_id, (a).employees,
        (a).area_employees, (a).annual_revenue_e4, (a).currency, (a).customer_since, (a).activated_on, (a).archived_at is not null, (a).tags, attributes, groups,
        freezes)::account_document);

create type account_group as (dimension text, value text, "fromOn" date);

create function account_group(dimension text, value text) returns account_group
    language sql immutable
    return case when value is not null then row(dimension, value, null)::account_group end;

-- Group values of an account without history and attributes: what it has, since ever.
create function account_first_groups(a account) returns json
    language sql stable
    return array_to_json(array_remove(array[
        account_group('channel', (a).channel), account_group('country', (a).country), account_group('region', (a).region), account_group('sector', (a).sector),
        account_group('seller', (a).seller_name)], null));

create function account_payloads(tenant text, account_ids uuid[]) returns table (id uuid, version bigint, payload json)
    language sql stable rows 1000
    begin atomic
        select a.id, a.version, account_document(
            a,
            (select coalesce(json_object_agg(v.key, v.value), '{}') from account_attribute v where v.tenant_id = tenant and v.account_id = a.id),
            (select coalesce(json_agg(json_build_object('dimension', g.dimension, 'value', g.value, 'fromOn', g.from_on) order by g.dimension, g.from_on nulls first), '[]')
               from (select d.dimension, d.value, null::date as from_on
                       from (select * from (values ('channel', a.channel), ('country', a.country), ('region', a.region), ('sector', a.sector), ('seller', a.seller_name)) b
                             union all
                             select 'attr.' || v.key, v.value from account_attribute v where v.tenant_id = tenant and v.account_id = a.id) d (dimension, value)
                      where d.value is not null
                        and not exists (select 1 from account_group_value h where h.tenant_id = tenant and h.account_id = a.id and h.dimension = d.dimension)
                     union all
                     select h.dimension, h.value, nullif(h.from_on, '-infinity')
                       from account_group_value h where h.tenant_id = tenant and h.account_id = a.id and (h.value is not null or h.from_on > '-infinity')) g),
            (select coalesce(json_agg(json_build_object('id', f.id, 'from', f.from_on, 'until', f.until_on, 'reason', f.reason,
                                                          'isBillingSuspended', f.is_billing_suspended) order by f.from_on, f.id), '[]')
               from account_freeze f where f.tenant_id = tenant and f.account_id = a.id))
          from unnest(account_ids) w (wanted_id)
          join account a on a.tenant_id = tenant and a.id = w.wanted_id;
    end;

create function account_payload(tenant text, account_id uuid) returns json
    language sql stable
    return (select p.payload from account_payloads(tenant, array[account_id]) p);

create function contract_payloads(tenant text, contract_ids uuid[]) returns table (id uuid, version bigint, payload jsonb)
    language sql stable rows 1000
    begin atomic
        select c.id, c.version, jsonb_build_object(
            'id', c.id, 'accountId', c.account_id, 'externalId', c.external_id, 'signedOn', c.signed_on, 'termStartsOn', c.term_starts_on,
            'termEndsOn', c.term_ends_on, 'isAutoRenewing', c.is_auto_renewing, 'noticeDays', c.notice_days, 'readjustmentIndex', c.readjustment_index,
            'cancelledOn', c.cancelled_on, 'churnReason', c.churn_reason,
            'lines', (select coalesce(jsonb_agg(jsonb_build_object(
                          'id', l.id, 'externalId', l.external_id, 'productId', l.product_id,
                          'churnReason', coalesce((select r.churn_reason from contract_amendment r
                                                    where r.tenant_id = tenant and r.line_id = l.id and r.kind = 'REMOVE_LINE' and r.reversed_by_id is null limit 1),
                                                  l.churn_reason),
                          'terms', (select coalesce(jsonb_agg(jsonb_build_object(
                                        'startsOn', t.starts_on, 'endsOn', t.ends_on, 'quantity', trim_scale(t.quantity_e4 * 0.0001)::text,
                                        'unitPrice', trim_scale(t.unit_price_e4 * 0.0001)::text, 'currency', t.currency,
                                        'discount', trim_scale(t.discount_e6 * 0.000001)::text, 'billingPeriodMonths', t.billing_period_months,
                                        'isRecurring', t.is_recurring, 'mrrE4', t.mrr_e4, 'changeKind', t.change_kind, 'amendmentId', t.amendment_id)
                                        order by t.starts_on), '[]')
                                      from contract_line_term t where t.tenant_id = tenant and t.line_id = l.id))
                          order by l.id), '[]')
                        from contract_line l where l.tenant_id = tenant and l.contract_id = c.id),
            'amendments', (select coalesce(jsonb_agg(jsonb_build_object(
                               'id', m.id, 'requestKey', m.request_key, 'kind', m.kind, 'changeKind', m.change_kind, 'effectiveOn', m.effective_on,
                               'lineId', m.line_id, 'churnReason', m.churn_reason, 'note', m.note, 'recordedAt', m.recorded_at,
                               'reversesAmendmentId', m.reverses_amendment_id) order by m.id), '[]')
                             from contract_amendment m where m.tenant_id = tenant and m.contract_id = c.id))
          from unnest(contract_ids) w (wanted_id)
          join contract c on c.tenant_id = tenant and c.id = w.wanted_id;
    end;

create function contract_payload(tenant text, contract_id uuid) returns jsonb
    language sql stable
    return (select p.payload from contract_payloads(tenant, array[contract_id]) p);
