package io.farol.runtime.rest;

import io.farol.runtime.id.TypedId;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.UUID;

/**
 * One filter of a list: repeated values are or, different filters and.
 *
 * @param type what a value is: a text, an enum, a {@link TypedId}, a whole number, a boolean, a date, a month (compared as its first day), an instant, or a decimal (compared in 1/10,000)
 * @param sql either an expression, which is compared with the values, or a predicate with {@code :values} in it, such as {@code exists (select … and t.tag = any(:values))};
 *     in a filter whose name ends in {@code *}, {@code :key} is the rest of the parameter's name. Only leakproof operators use an index under row-level security: = and order of text, uuid, bigint, date, timestamptz.
 * @param operator how an expression is compared
 * @param about what it selects, for the API's documentation
 */
public record Filter(Class<?> type, String sql, Operator operator, String about) {
    /** How an expression is compared with a value. */
    enum Operator {
        ANY,
        FROM,
        UNTIL
    }

    /** Selects by text. */
    public static Filter text(String sql) {
        return new Filter(String.class, sql, Operator.ANY, "");
    }

    /** Selects by values of a type: enum, id, boolean, whole number, date. */
    public static Filter of(Class<?> type, String sql) {
        return new Filter(type, sql, Operator.ANY, "");
    }

    /** The same filter with a sentence for the API's documentation. */
    public Filter about(String sentence) {
        return new Filter(type, sql, operator, sentence);
    }

    /** The predicate over the bound array or value. */
    String predicate(String bind) {
        String values = "cast(:" + bind + " as " + sqlType() + (operator == Operator.ANY ? "[])" : ")");
        if (sql.contains(":values")) {
            return "(" + sql.replace(":values", values).replace(":key", ":" + bind + "key") + ")";
        }
        return switch (operator) {
            case ANY -> sql + " = any(" + values + ")";
            case FROM -> sql + " >= " + values;
            case UNTIL -> sql + " < " + values;
        };
    }

    /** A parsed value as PostgreSQL reads it from text. */
    String literal(Object value) {
        if (value instanceof TypedId id) {
            return id.value().toString();
        }
        if (value instanceof YearMonth month) {
            return month.atDay(1).toString();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.movePointRight(4)
                    .setScale(0, java.math.RoundingMode.CEILING)
                    .toPlainString();
        }
        return value instanceof Enum<?> constant ? constant.name() : value.toString();
    }

    private String sqlType() {
        if (TypedId.class.isAssignableFrom(type) || type == UUID.class) {
            return "uuid";
        }
        if (type == LocalDate.class || type == YearMonth.class) {
            return "date";
        }
        if (type == Instant.class) {
            return "timestamptz";
        }
        if (type == Boolean.class) {
            return "boolean";
        }
        return type == Integer.class || type == Long.class || type == BigDecimal.class ? "bigint" : "text";
    }
}
