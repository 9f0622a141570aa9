package io.farol.runtime.imports;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which column of a file fills which field. A {@code map.<column>=<field>} of the request wins over a field's own name, and that over its aliases; columns that mean nothing to the import are
 * ignored, and the job says which.
 */
final class ColumnMap {
    private static final int MOST_IGNORED = 100;

    /** Where a column's values go: a field's slot, an extra's key, or nowhere. */
    sealed interface Target {
        record Field(int slot) implements Target {}

        record Extra(String key) implements Target {}

        record Nowhere() implements Target {}
    }

    private static final Target NOWHERE = new Target.Nowhere();

    private final ImportDefinition definition;
    private final List<ImportColumn> columns;
    private final Map<String, String> askedFor = new HashMap<>();
    private final Set<String> askedFields;
    private final Map<String, Integer> byName = new HashMap<>();
    private final Map<String, Integer> byAlias = new HashMap<>();
    private final Map<String, Target> known = new HashMap<>();
    private final Set<Integer> present = new TreeSet<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private boolean hasExtras;

    /** @param mappings column as in the file, to field; checked by {@link ImportRequest} */
    ColumnMap(ImportDefinition definition, Map<String, String> mappings) {
        this.definition = definition;
        this.columns = definition.columns();
        mappings.forEach((column, field) -> askedFor.put(Names.fold(column), field));
        this.askedFields = Set.copyOf(mappings.values());
        for (int slot = 0; slot < columns.size(); slot++) {
            byName.put(Names.fold(columns.get(slot).field()), slot);
            for (String alias : columns.get(slot).aliases()) {
                byAlias.put(Names.fold(alias), slot);
            }
        }
    }

    /** Understands a header line; all its faults at once. */
    List<Target> header(List<String> headers) {
        List<Target> targets = new ArrayList<>();
        List<Fault> faults = new ArrayList<>();
        Map<Integer, String> givenBy = new LinkedHashMap<>();
        boolean[] isExact = new boolean[columns.size()];
        headers.forEach(header -> {
            if (target(header) instanceof Target.Field(int slot) && isNamed(header)) {
                isExact[slot] = true;
            }
        });
        for (String header : headers) {
            Target target = target(header);
            if (target instanceof Target.Field(int slot)) {
                if (isExact[slot] && !isNamed(header)) {
                    target = ignore(header);
                } else if (givenBy.putIfAbsent(slot, header) != null) {
                    faults.add(fault(
                            ImportError.COLUMN_AMBIGUOUS, columns.get(slot).field(), header));
                }
            }
            targets.add(target);
        }
        present.addAll(givenBy.keySet());
        for (int slot = 0; slot < columns.size(); slot++) {
            if (columns.get(slot).isRequired() && !givenBy.containsKey(slot)) {
                faults.add(fault(ImportError.COLUMN_MISSING, columns.get(slot).field(), null));
            }
        }
        Set<String> folded = new LinkedHashSet<>();
        headers.forEach(header -> folded.add(Names.fold(header)));
        askedFor.keySet().stream()
                .filter(column -> !folded.contains(column))
                .forEach(column -> faults.add(Fault.in(
                        "map." + column,
                        PlatformError.UNKNOWN_VALUE,
                        Map.of("value", column, "allowed", List.copyOf(headers)))));
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        return targets;
    }

    /** Where a column goes; remembers it as present, for files whose rows name their fields themselves. */
    Target field(String name) {
        Target target = known.computeIfAbsent(name, this::target);
        if (target instanceof Target.Field(int slot)) {
            present.add(slot);
        }
        return target;
    }

    /** Fields that the file gives. */
    List<String> present() {
        return present.stream().map(slot -> columns.get(slot).field()).toList();
    }

    boolean hasExtras() {
        return hasExtras;
    }

    /** Columns of the file that fill nothing, the first hundred. */
    List<String> ignored() {
        return List.copyOf(ignored);
    }

    private Target target(String header) {
        String prefix = definition.extraPrefix();
        String trimmed = header.trim();
        String folded = Names.fold(trimmed);
        String asked = askedFor.get(folded);
        if (asked != null) {
            return prefix != null && asked.startsWith(prefix)
                    ? extra(asked.substring(prefix.length()))
                    : new Target.Field(slotOf(asked));
        }
        if (prefix != null && trimmed.startsWith(prefix) && trimmed.length() > prefix.length()) {
            return extra(trimmed.substring(prefix.length()));
        }
        Integer slot = byName.getOrDefault(folded, byAlias.get(folded));
        if (slot == null || askedFields.contains(columns.get(slot).field())) {
            return ignore(trimmed);
        }
        return new Target.Field(slot);
    }

    private Target extra(String key) {
        hasExtras = true;
        return new Target.Extra(key);
    }

    private Target ignore(String header) {
        if (!header.isBlank() && ignored.size() < MOST_IGNORED) {
            ignored.add(header);
        }
        return NOWHERE;
    }

    private boolean isNamed(String header) {
        String folded = Names.fold(header);
        return askedFor.containsKey(folded) || byName.containsKey(folded);
    }

    private int slotOf(String field) {
        for (int slot = 0; slot < columns.size(); slot++) {
            if (columns.get(slot).field().equals(field)) {
                return slot;
            }
        }
        throw new IllegalArgumentException("no column " + field);
    }

    private static Fault fault(ImportError code, String field, @Nullable String column) {
        Map<String, Object> params = column == null ? Map.of("field", field) : Map.of("field", field, "column", column);
        return new Fault(null, null, 1L, code, params);
    }
}
