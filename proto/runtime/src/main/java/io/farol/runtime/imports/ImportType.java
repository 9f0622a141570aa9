package io.farol.runtime.imports;

/** What a column of an import holds: how it is read from a file, and how the merge sees it. */
public enum ImportType {
    /** Text, trimmed; empty is null. */
    TEXT("text"),
    /** A whole number. */
    INTEGER("bigint"),
    /** An exact decimal number. */
    DECIMAL("numeric"),
    /** An amount of money; in SQL 1/10,000 of the currency, in a column whose name ends with {@code _e4}. */
    MONEY("bigint"),
    /** A share of one; {@code 10%} is 0.1. */
    RATIO("numeric"),
    /** A day. */
    DATE("date"),
    /** An instant, RFC 3339. */
    INSTANT("timestamptz"),
    /** True or false, in English or Portuguese, or 1 and 0. */
    BOOLEAN("boolean"),
    /** One of a known list, in UPPER_SNAKE. */
    CODE("text"),
    /** An ISO 4217 code. */
    CURRENCY("text"),
    /** An ISO 3166-1 alpha-2 code; alpha-3 codes and the names of countries in English and Portuguese are understood. */
    COUNTRY("text"),
    /** A UUID. */
    ID("uuid");

    private final String sqlType;

    ImportType(String sqlType) {
        this.sqlType = sqlType;
    }

    String sqlType() {
        return sqlType;
    }

    boolean isNumber() {
        return this == INTEGER || this == DECIMAL || this == MONEY || this == RATIO;
    }
}
