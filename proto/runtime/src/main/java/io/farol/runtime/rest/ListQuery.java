package io.farol.runtime.rest;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a caller asks of a {@link Listing}, checked: every parameter that does not exist and every value that is none is named, all at once. */
final class ListQuery {
    static final int DEFAULT_PAGE_SIZE = 50;
    static final int MAX_PAGE_SIZE = 500;
    static final int MAX_VALUES = 100;
    /** Parameters that choose a page or a form of the answer, not rows; a page token is not bound to them. */
    private static final Set<String> UNBOUND = Set.of("pageSize", "pageToken", "count", "locale");

    private final Listing<?> listing;
    private final List<Fault> faults = new ArrayList<>();
    private final List<Order> order = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();
    private final List<String> words = new ArrayList<>();
    private final String binding;
    private int pageSize = DEFAULT_PAGE_SIZE;
    private boolean isCounted;
    private @Nullable PageToken token;

    /** @param owner whose list it is: page tokens are bound to it */
    ListQuery(Listing<?> listing, String owner, String path, Map<String, List<String>> parameters) {
        this.listing = listing;
        Map<String, List<String>> bound = new TreeMap<>(parameters);
        bound.keySet().removeAll(UNBOUND);
        this.binding = owner + "\n" + path + "\n" + bound;
        Map<String, List<String>> rest = new LinkedHashMap<>(parameters);
        @Nullable List<String> sort = rest.remove("sort");
        if (sort != null) {
            readSort(sort);
        }
        rest.forEach(this::read);
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        @Nullable List<String> given = parameters.get("pageToken");
        if (given != null) {
            token = PageToken.decode(given.getFirst(), binding, order.size() + 1);
        }
    }

    /** A query of filters alone; a parameter that chooses no rows is refused as unknown. */
    static ListQuery ofFilters(Listing<?> listing, String owner, Map<String, List<String>> filters) {
        List<Fault> faults = filters.keySet().stream()
                .filter(name -> name.equals("sort") || UNBOUND.contains(name))
                .map(name -> Fault.in(name, PlatformError.UNKNOWN_PARAMETER, Map.of("name", name)))
                .toList();
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        return new ListQuery(listing, owner, "", filters);
    }

    int pageSize() {
        return pageSize;
    }

    boolean isCounted() {
        return isCounted;
    }

    List<Order> order() {
        return order;
    }

    List<Condition> conditions() {
        return conditions;
    }

    List<String> words() {
        return words;
    }

    @Nullable
    PageToken token() {
        return token;
    }

    String tokenAfter(List<String> lastRow) {
        return new PageToken(lastRow).encode(binding);
    }

    private void read(String name, List<String> values) {
        switch (name) {
            case "pageSize" -> single(name, values, Integer.class, value -> pageSize = checkedSize((int) value));
            case "count" -> single(name, values, Boolean.class, value -> isCounted = (boolean) value);
            case "pageToken" -> single(name, values, String.class, value -> {});
            case "locale" -> single(name, values, String.class, this::checkLocale);
            case "id" -> readIds(values);
            case "q" -> readSearch(values);
            default -> readFilter(name, values);
        }
    }

    private int checkedSize(int size) {
        if (size < 1 || size > MAX_PAGE_SIZE) {
            faults.add(Fault.in("pageSize", PlatformError.OUT_OF_RANGE, Map.of("min", 1, "max", MAX_PAGE_SIZE)));
        }
        return size;
    }

    private void checkLocale(Object locale) {
        if (!CsvLocale.isKnown(locale.toString())) {
            refuseValue("locale", locale.toString(), CsvLocale.tags());
        }
    }

    private void single(String name, List<String> values, Class<?> type, java.util.function.Consumer<Object> use) {
        if (values.size() > 1) {
            faults.add(Fault.in(name, PlatformError.DUPLICATE));
            return;
        }
        @Nullable Object value = parsed(name, type, values.getFirst());
        if (value != null) {
            use.accept(value);
        }
    }

    private @Nullable Object parsed(String name, Class<?> type, String text) {
        try {
            return Scalars.parse(type, text);
        } catch (DomainException e) {
            faults.add(Fault.in(name, e.code(), e.params()));
            return null;
        }
    }

    private void readSort(List<String> values) {
        if (values.size() > 1) {
            faults.add(Fault.in("sort", PlatformError.DUPLICATE));
        }
        Set<String> seen = new HashSet<>();
        for (String entry : values.getFirst().split(",", -1)) {
            boolean isDescending = entry.startsWith("-");
            String name = isDescending ? entry.substring(1) : entry;
            SortKey key = listing.sortKeys().get(name);
            if (key == null) {
                refuseValue("sort", name, List.copyOf(listing.sortKeys().keySet()));
            } else if (!seen.add(name)) {
                faults.add(Fault.in("sort", PlatformError.DUPLICATE));
            } else {
                order.add(new Order(key, isDescending));
            }
        }
    }

    private void readIds(List<String> values) {
        if (listing.idType() == null) {
            unknown("id");
            return;
        }
        addCondition("id", "", Filter.of(listing.idType(), listing.idColumn()), values);
    }

    private void readSearch(List<String> values) {
        if (listing.searchColumn() == null) {
            unknown("q");
            return;
        }
        single("q", values, String.class, value -> {
            for (String word : value.toString().strip().split("\\s+")) {
                if (!word.isEmpty()) {
                    words.add(word.toLowerCase(Locale.ROOT));
                }
            }
        });
        if (words.size() > 10) {
            faults.add(Fault.in("q", PlatformError.TOO_MANY_ITEMS, Map.of("max", 10)));
        }
    }

    private void readFilter(String name, List<String> values) {
        Map.@Nullable Entry<String, Filter> filter = listing.filter(name);
        if (filter == null) {
            unknown(name);
        } else if (filter.getValue().operator() != Filter.Operator.ANY && values.size() > 1) {
            faults.add(Fault.in(name, PlatformError.DUPLICATE));
        } else {
            addCondition(name, filter.getKey(), filter.getValue(), values);
        }
    }

    private void addCondition(String name, String key, Filter filter, List<String> values) {
        if (values.size() > MAX_VALUES) {
            faults.add(Fault.in(name, PlatformError.TOO_MANY_ITEMS, Map.of("max", MAX_VALUES)));
            return;
        }
        List<String> literals = new ArrayList<>();
        for (String text : values) {
            @Nullable Object value = parsed(name, filter.type(), text);
            if (value != null) {
                literals.add(filter.literal(value));
            }
        }
        conditions.add(new Condition(filter, key, literals));
    }

    private void unknown(String name) {
        faults.add(Fault.in(name, PlatformError.UNKNOWN_PARAMETER, Map.of("name", name)));
    }

    private void refuseValue(String parameter, String value, List<String> allowed) {
        DomainException refusal = Scalars.unknownValue(value, allowed);
        faults.add(Fault.in(parameter, refusal.code(), refusal.params()));
    }

    /**
     * One step of the order.
     *
     * @param key what is compared
     * @param isDescending greatest first
     */
    record Order(SortKey key, boolean isDescending) {}

    /**
     * A filter with its values.
     *
     * @param filter as declared
     * @param key rest of the parameter's name, for {@code attr.*}; else empty
     * @param values as PostgreSQL reads them
     */
    record Condition(Filter filter, String key, List<String> values) {}
}
