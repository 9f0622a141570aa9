package io.farol.metrics.viewpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

    /** The caller among the values of {@code csm}; {@link AccountFilters} says who that is. */
    static final String ME = "me";

    /** Names of the filters, custom attributes ({@code attr.<key>}) aside. */
    public static final List<String> NAMES = List.of(
            "channel", "cohort", "country", "csm", "flag", "pod", "product", "region", "sector", "seller", "tag",
            "tier", "touch");

    private static final Pattern UUID_SHAPE = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    public AccountFilter {
        if (valuesByName.getOrDefault("csm", List.of()).contains(ME)) {
            throw new IllegalArgumentException("who calls is to be looked up before");
        }
    }

    /** The part of some parameters that chooses accounts; those of a request come by {@link AccountFilters}. */
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

    /** Whether it chooses by products and nothing else. */
    boolean isOfProductsAlone() {
        return valuesByName.keySet().equals(Set.of("product"));
    }

    /** The groups of one dated dimension that it chooses; empty when it chooses otherwise. Figures of these accounts are the sums of these groups', but for transfers between them. */
    public Optional<Groups> groups() {
        if (valuesByName.size() != 1 || !isDated(valuesByName.firstKey())) {
            return Optional.empty();
        }
        String name = valuesByName.firstKey();
        return Optional.of(new Groups(new Dimension(name), new TreeSet<>(valuesByName.get(name))));
    }

    /** The groups that it chooses by dated dimension. */
    public Map<String, List<String>> dated() {
        Map<String, List<String>> dated = new TreeMap<>(valuesByName);
        dated.keySet().removeIf(name -> !isDated(name));
        return dated;
    }

    /** The products by which it chooses; empty when it does not. What can be no product's id finds nothing. */
    public Optional<Set<UUID>> products() {
        return Optional.ofNullable(valuesByName.get("product")).map(values -> Arrays.stream(bound("product", values))
                .map(UUID::fromString)
                .collect(Collectors.toSet()));
    }

    /** The tags by which it chooses; empty when it does not. */
    public Optional<List<String>> tags() {
        return Optional.ofNullable(valuesByName.get("tag"));
    }

    /** Groups of one dimension. */
    public record Groups(Dimension dimension, SortedSet<String> values) {
        /** Whether it is one group, so that there are no transfers inside. */
        public boolean isOne() {
            return values.size() == 1;
        }
    }

    /**
     * One query per filter: {@code account_id, f, t}, a row per unbroken stretch of months {@code f <= month < t} at whose ends an account is chosen; binds {@code :filter0, …},
     * {@code :dim0, …}.
     */
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
            return "select a.id as account_id, %s from account_copy a where a.tenant_id = :tenant and a.tags && cast(:filter%d as text[])"
                    .formatted(PopulationSql.ALWAYS, i);
        }
        if (name.equals("product")) {
            return PopulationSql.stretches(
                    "account_id",
                    "from line_piece where tenant_id = :tenant and gen = :gen and product_id = any(cast(:filter%d as uuid[])) and until_day > :heldAfter and from_day <= :heldUntil and pos + 0 <= :position and pos_to > :position"
                            .formatted(i));
        }
        String having = PopulationSql.groups("account_id", "dim = :dim%1$d and value = any(:filter%1$d)".formatted(i));
        if (!values.contains(Dimension.NONE)) {
            return having;
        }
        return having + """

                union all
                select a.id, %2$s from account_copy a
                 where a.tenant_id = :tenant
                   and not exists (select 1 from group_interval g where g.tenant_id = :tenant and g.gen = :gen and g.dim = :dim%1$d and g.account_id = a.id
                                      and g.pos + 0 <= :position and g.pos_to > :position)""".formatted(i, PopulationSql.ALWAYS);
    }

    /** What is bound for the values of a filter; what can be no product's id finds nothing. */
    static String[] bound(String name, List<String> values) {
        return values.stream()
                .filter(value ->
                        !name.equals("product") || UUID_SHAPE.matcher(value).matches())
                .toArray(String[]::new);
    }
}
