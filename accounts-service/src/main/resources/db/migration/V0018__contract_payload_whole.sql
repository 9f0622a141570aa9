-- The payload is the whole state: how prices are readjusted, and what a renewal made of the term, were missing. Fields are only added; ratios are decimal texts, null = none.
create or replace function contract_payloads(tenant text, contract_ids uuid[]) returns table (id uuid, version bigint, payload jsonb)
    language sql stable rows 1000
    begin atomic
        select c.id, c.version, jsonb_build_object(
            'id', c.id, 'accountId', c.account_id, 'externalId', c.external_id, 'signedOn', c.signed_on, 'termStartsOn', c.term_starts_on,
            'termEndsOn', c.term_ends_on, 'isAutoRenewing', c.is_auto_renewing, 'noticeDays', c.notice_days, 'readjustmentIndex', c.readjustment_index,
            'anniversaryMonth', c.anniversary_month, 'readjustmentLagMonths', c.readjustment_lag_months,
            'readjustmentFloor', trim_scale(c.readjustment_floor_e6 * 0.000001)::text, 'readjustmentCap', trim_scale(c.readjustment_cap_e6 * 0.000001)::text,
            'fixedReadjustment', trim_scale(c.fixed_readjustment_e6 * 0.000001)::text,
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
                               'reversesAmendmentId', m.reverses_amendment_id,
                               'reversedById', m.reversed_by_id, 'endsOn', m.ends_on, 'termEndsOn', m.term_ends_on, 'isAutoRenewing', m.is_auto_renewing) order by m.id), '[]')
                             from contract_amendment m where m.tenant_id = tenant and m.contract_id = c.id))
          from unnest(contract_ids) w (wanted_id)
          join contract c on c.tenant_id = tenant and c.id = w.wanted_id;
    end;
