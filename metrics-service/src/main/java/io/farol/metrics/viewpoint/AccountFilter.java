package io.farol.metrics.viewpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which accounts an answer is about, in the shared vocabulary of filters: values of one name are or, different names and.
 *
 * <p>Grouping dimensions are dated: an account counts in the months in which it had one of the values. {@code product} chooses accounts by the products under contract at the time,
 * {@code tag} by the tags they have now.
 *
 * @param valuesByName empty = all accounts
 */
public record AccountFilter(SortedMap<String, List<String>> valuesByName) {
    /** All accounts. */
    public static final AccountFilter ALL = new AccountFilter(new TreeMap<>());

    /** Names of the filters, custom attributes ({@code attr.<key>}) aside. */
    public static final List<String> NAMES = List.of(
            "channel", "cohort", "country", "csm", "flag", "pod", "product", "region", "sector", "seller", "tag",
            "tier", "touch");

    /** The part of a request's query parameters that chooses accounts. */
    public static AccountFilter of(Map<String, List<String>> parameters) {
        SortedMap<String, List<String>> values = new TreeMap<>();
        parameters.forEach((name, given) -> {
            if (isKnown(name)) {
                values.put(name, List.copyOf(given));
            }
        });
        return new AccountFilter(values);
    }

    /** Whether there is a filter of this name. */
    public static boolean isKnown(String name) {
        return NAMES.contains(name) || Dimension.isAttribute(name);
    }

    /** Whether it chooses all accounts. */
    public boolean isAll() {
        return valuesByName.isEmpty();
    }

    /** Whether a filter is by a dated dimension of accounts. */
    boolean isDated(String name) {
        return !name.equals("tag") && !name.equals("product");
    }

    /** One query per filter: {@code account_id, months int4multirange} of the months at whose ends an account is chosen; binds {@code :filter0, …}, {@code :dim0, …}. */
    List<String> parts() {
        List<String> parts = new ArrayList<>();
        int i = 0;
        for (Map.Entry<String, List<String>> filter : valuesByName.entrySet()) {
            parts.add(part(filter.getKey(), filter.getValue(), i++));
        }
        return parts;
    }

    private static String part(String name, List<String> values, int i) {
        if (name.equals("tag")) {
            return "select a.id as account_id, " + PopulationSql.ALWAYS
                    + " as months from account_copy a where a.tenant_id = :tenant and a.tags && :filter" + i;
        }
        if (name.equals("product")) {
            return """
                    select account_id, range_agg(int4range(farol_month(from_day), farol_month(until_day))) as months
                      from line_piece where tenant_id = :tenant and gen = :gen and product_id::text = any(:filter%d) and pos <= :position and pos_to > :position
                     group by account_id""".formatted(i);
        }
        String having = """
                select account_id, range_agg(int4range(farol_month(from_day), farol_month(until_day))) as months
                  from group_interval where tenant_id = :tenant and gen = :gen and dim = :dim%1$d and value = any(:filter%1$d) and pos <= :position and pos_to > :position
                 group by account_id""".formatted(i);
        if (!values.contains(Dimension.NONE)) {
            return having;
        }
        return having + """

                union all
                select a.id, %2$s from account_copy a
                 where a.tenant_id = :tenant
                   and not exists (select 1 from group_interval g where g.tenant_id = :tenant and g.gen = :gen and g.dim = :dim%1$d and g.account_id = a.id
                                      and g.pos <= :position and g.pos_to > :position)""".formatted(i, PopulationSql.ALWAYS);
    }
}
