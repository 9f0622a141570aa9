package io.farol.accounts.setting;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** What values a custom attribute has. All are written as text: {@code "12.5"}, {@code "2026-03-31"}, {@code "true"}. */
public enum AttributeType {
    TEXT,
    NUMBER,
    DATE,
    BOOLEAN,
    /** One of the attribute's choices. */
    CHOICE;

    private static final int LONGEST = 200;

    /** The one way to write a value of this type; empty when the text is none. */
    Optional<String> canonical(String text, List<String> choices) {
        String value = text.strip();
        if (value.isEmpty() || value.length() > LONGEST) {
            return Optional.empty();
        }
        return switch (this) {
            case TEXT -> Optional.of(value);
            case NUMBER -> number(value);
            case DATE -> date(value);
            case BOOLEAN -> value.equals("true") || value.equals("false") ? Optional.of(value) : Optional.empty();
            case CHOICE -> choices.contains(value) ? Optional.of(value) : Optional.empty();
        };
    }

    private static Optional<String> number(String value) {
        if (!value.matches("-?\\d{1,18}(\\.\\d{1,12})?")) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(value).stripTrailingZeros();
        return Optional.of(number.toPlainString());
    }

    private static Optional<String> date(String value) {
        try {
            return value.length() == 10 ? Optional.of(LocalDate.parse(value).toString()) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
