-- ContractSchedule in SQL, for many lines at once: what holds when for each of them. A test holds the two together.
create function contract_line_terms_folded(tenant text, line_ids uuid[])
    returns table (line_id uuid, starts_on date, ends_on date, account_id uuid, contract_id uuid, quantity_e4 bigint, unit_price_e4 bigint, currency char(3), discount_e6 int,
                   billing_period_months int, is_recurring boolean, change_kind text, amendment_id uuid)
    language sql stable rows 1000
    begin atomic
        with entry as (
            select l.id as line_id, l.contract_id, 0 as rank, l.starts_on as day, l.added_by_amendment_id as amendment_id, l.change_kind, true as has_terms, true as sets_end, l.ends_on,
                   l.quantity_e4, l.unit_price_e4, l.currency, l.discount_e6, l.billing_period_months, l.is_recurring
              from unnest(line_ids) w (wanted_id)
              join contract_line l on l.tenant_id = tenant and l.id = w.wanted_id
             where l.added_by_amendment_id is null
                or exists (select 1 from contract_amendment m where m.tenant_id = tenant and m.id = l.added_by_amendment_id and m.reversed_by_id is null)
            union all
            select m.line_id, m.contract_id, 1, m.effective_on, m.id, m.change_kind, m.kind = 'CHANGE_LINE', m.sets_end or m.kind = 'REMOVE_LINE',
                   case when m.kind = 'REMOVE_LINE' then m.effective_on else m.ends_on end,
                   m.quantity_e4, m.unit_price_e4, m.currency, m.discount_e6, m.billing_period_months, m.is_recurring
              from unnest(line_ids) w (wanted_id)
              join contract_amendment m on m.tenant_id = tenant and m.line_id = w.wanted_id
             where m.reversed_by_id is null and m.kind in ('CHANGE_LINE', 'REMOVE_LINE')),
        ordered as (
            select e.*,
                   lead(e.day) over (partition by e.line_id order by e.rank, e.day, e.amendment_id) as next_day,
                   count(*) filter (where e.sets_end) over (partition by e.line_id order by e.rank, e.day, e.amendment_id) as end_no
              from entry e),
        said as (
            select o.*, first_value(o.ends_on) over (partition by o.line_id, o.end_no order by o.rank, o.day, o.amendment_id) as said_end
              from ordered o)
        select s.line_id, s.day,
               least(s.said_end, s.next_day, c.cancelled_on, case when c.is_term_from_lines or c.is_auto_renewing then null else c.term_ends_on end),
               c.account_id, s.contract_id, s.quantity_e4, s.unit_price_e4, s.currency, s.discount_e6, s.billing_period_months, s.is_recurring, s.change_kind, s.amendment_id
          from said s
          join contract c on c.tenant_id = tenant and c.id = s.contract_id
         where s.has_terms
           and s.day < coalesce(least(s.said_end, s.next_day, c.cancelled_on, case when c.is_term_from_lines or c.is_auto_renewing then null else c.term_ends_on end), 'infinity');
    end;
