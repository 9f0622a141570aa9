package io.farol.runtime.imports;

import io.farol.runtime.error.ErrorCode;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One row of a file: as it was found, as it was understood, and what is wrong with it. One object serves all rows of a file, one after another. */
public final class ImportRow {
    private static final int SHOWN_LENGTH = 200;

    private final List<ImportColumn> columns;
    private final Map<String, Integer> slots;
    private final @Nullable Object[] found;
    private final @Nullable Object[] values;
    private final Map<String, String> extras = new LinkedHashMap<>();
    private final List<RowFault> faults = new ArrayList<>();
    private long line;

    /**
     * @param field null when the row as a whole is meant
     * @param value as it stood in the file, shortened
     */
    record RowFault(@Nullable String field, @Nullable String value, ErrorCode code, Map<String, Object> params) {}

    ImportRow(ImportDefinition definition) {
        this.columns = definition.columns();
        this.found = new Object[columns.size()];
        this.values = new Object[columns.size()];
        this.slots = new LinkedHashMap<>();
        for (int slot = 0; slot < columns.size(); slot++) {
            slots.put(columns.get(slot).field(), slot);
        }
    }

    /** A text, code or currency; null when empty or faulty. */
    public @Nullable String text(String field) {
        return (String) values[slot(field)];
    }

    /** A number of any kind; null when empty or faulty. */
    public @Nullable BigDecimal number(String field) {
        return (BigDecimal) values[slot(field)];
    }

    /** A day; null when empty or faulty. */
    public @Nullable LocalDate date(String field) {
        return (LocalDate) values[slot(field)];
    }

    /** A claim; null when empty or faulty. */
    public @Nullable Boolean bool(String field) {
        return (Boolean) values[slot(field)];
    }

    /** Puts another value in place of what was understood, such as a tax id without its punctuation. */
    public void replace(String field, @Nullable Object value) {
        values[slot(field)] = value;
    }

    /** Reports a fault of a field. */
    public void fault(String field, ErrorCode code) {
        fault(field, code, Map.of());
    }

    /** Reports a fault of a field, with values for its text. */
    public void fault(String field, ErrorCode code, Map<String, Object> params) {
        fault(slot(field), code, params);
    }

    void begin(long newLine) {
        line = newLine;
        Arrays.fill(found, null);
        Arrays.fill(values, null);
        extras.clear();
        faults.clear();
    }

    void found(int slot, Object value) {
        found[slot] = value;
    }

    void extra(String key, String value) {
        extras.put(key, value);
    }

    void understood(int slot, @Nullable Object value) {
        values[slot] = value;
    }

    void fault(int slot, ErrorCode code, Map<String, Object> params) {
        faults.add(new RowFault(columns.get(slot).field(), shown(found[slot]), code, params));
    }

    void faultOfRow(@Nullable String value, ErrorCode code) {
        faults.add(new RowFault(null, shown(value), code, Map.of()));
    }

    boolean isBlank() {
        if (!faults.isEmpty() || !extras.isEmpty()) {
            return false;
        }
        for (Object value : found) {
            if (value != null && !(value instanceof String text && text.isBlank())) {
                return false;
            }
        }
        return true;
    }

    long line() {
        return line;
    }

    @Nullable
    Object found(int slot) {
        return found[slot];
    }

    @Nullable
    Object value(int slot) {
        return values[slot];
    }

    Map<String, String> extras() {
        return extras;
    }

    List<RowFault> faults() {
        return faults;
    }

    private int slot(String field) {
        Integer slot = slots.get(field);
        if (slot == null) {
            throw new IllegalArgumentException("no column " + field);
        }
        return slot;
    }

    /** A number in full unless that is absurdly long, anything else as it is. */
    static String plain(Object value) {
        return value instanceof BigDecimal number && Math.abs((long) number.scale()) < SHOWN_LENGTH
                ? number.toPlainString()
                : value.toString();
    }

    private static @Nullable String shown(@Nullable Object value) {
        if (value == null || value instanceof String blank && blank.isBlank()) {
            return null;
        }
        String text = plain(value).replace("\0", "");
        return text.length() <= SHOWN_LENGTH ? text : text.substring(0, SHOWN_LENGTH);
    }
}
