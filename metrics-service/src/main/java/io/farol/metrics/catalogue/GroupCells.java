package io.farol.metrics.catalogue;

import io.farol.metrics.viewpoint.AccountFilter;
import io.farol.metrics.viewpoint.Dimension;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How cells by the values of one dimension become the groups of a scope that is told from cells; the group of those without a value is the total less all others. */
final class GroupCells {
    private GroupCells() {}

    /** Takes the cells of a dimension, or of {@code total}. */
    @FunctionalInterface
    interface Source<T> {
        void read(String dim, Row<T> row);
    }

    /** Takes a cell of a value. */
    @FunctionalInterface
    interface Row<T> {
        void take(String value, T cell);
    }

    /** Takes a cell into a group, by the sign 1 or -1. */
    @FunctionalInterface
    interface Sink<T> {
        void add(String group, T cell, int sign);
    }

    /** Of all accounts, or of groups of one dimension. */
    static <T> void read(Scope scope, Source<T> source, Sink<T> sink) {
        @Nullable
        Dimension dim =
                scope.filter().groups().map(AccountFilter.Groups::dimension).orElse(scope.groupBy());
        if (dim == null) {
            source.read("total", (value, cell) -> sink.add("", cell, 1));
            return;
        }
        Set<String> chosen = scope.filter()
                .groups()
                .<Set<String>>map(AccountFilter.Groups::values)
                .orElse(Set.of());
        boolean isNoneWanted = dim.hasNone() && (chosen.isEmpty() || chosen.contains(Dimension.NONE));
        String none = scope.groupBy() == null ? "" : Dimension.NONE;
        source.read(dim.name(), (value, cell) -> {
            if (chosen.isEmpty() || chosen.contains(value)) {
                sink.add(scope.groupBy() == null ? "" : value, cell, 1);
            }
            if (isNoneWanted) {
                sink.add(none, cell, -1);
            }
        });
        if (isNoneWanted) {
            source.read("total", (value, cell) -> sink.add(none, cell, 1));
        }
    }
}
