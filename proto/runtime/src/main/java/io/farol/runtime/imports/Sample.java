package io.farol.runtime.imports;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Numbers and days seen at the head of a file, from which its notation is found out where the request does not give it. */
final class Sample {
    private static final int MOST_VALUES = 2_000;

    private final List<ImportColumn> columns;
    private final List<String> numbers = new ArrayList<>();
    private final List<String> dates = new ArrayList<>();

    Sample(List<ImportColumn> columns) {
        this.columns = columns;
    }

    void add(ColumnMap.Target target, String text) {
        if (!(target instanceof ColumnMap.Target.Field(int slot)) || text.isBlank()) {
            return;
        }
        ImportType type = columns.get(slot).type();
        if (type.isNumber() && numbers.size() < MOST_VALUES) {
            numbers.add(text.endsWith("%") ? text.substring(0, text.length() - 1) : text);
        } else if (type == ImportType.DATE && dates.size() < MOST_VALUES) {
            dates.add(text);
        }
    }

    Conversion conversion(FileNotation given, char delimiter) {
        Character decimal = given.decimal();
        DateNotation dateFormat = given.dateFormat();
        return new Conversion(
                decimal == null ? NumberNotation.detect(numbers, delimiter) : new NumberNotation(decimal),
                dateFormat == null ? DateNotation.detect(dates) : dateFormat);
    }

    /**
     * What a request says about the notation of its file; null = find out.
     */
    record FileNotation(
            @Nullable Character delimiter,
            @Nullable Character decimal,
            @Nullable DateNotation dateFormat) {}
}
