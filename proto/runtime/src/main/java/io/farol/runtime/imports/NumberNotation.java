package io.farol.runtime.imports;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a file writes numbers: {@code 1.234,56} or {@code 1,234.56}. Thousands are grouped by three or not at all, so {@code 4.0,00} is a fault and not 400.
 *
 * @param decimal the decimal separator, {@code ,} or {@code .}; the other one groups
 */
record NumberNotation(char decimal) {
    private static final List<String> CURRENCY_SIGNS = List.of("R$", "US$", "$", "€", "£");

    /**
     * Finds out from numbers seen in the file. {@code 1.234} alone says nothing; then a file separated by semicolons is taken for one of a country that writes {@code 1.234,56}.
     */
    static NumberNotation detect(Iterable<String> samples, char delimiter) {
        for (String sample : samples) {
            String text = bare(sample);
            int comma = text.lastIndexOf(',');
            int point = text.lastIndexOf('.');
            if (comma < 0 && point < 0) {
                continue;
            }
            char last = comma > point ? ',' : '.';
            char other = last == ',' ? '.' : ',';
            if (comma >= 0 && point >= 0) {
                if (new NumberNotation(last).read(sample) != null) {
                    return new NumberNotation(last);
                }
            } else if (new NumberNotation(other).read(sample) == null) {
                if (new NumberNotation(last).read(sample) != null) {
                    return new NumberNotation(last);
                }
            } else if (text.startsWith("0") || new NumberNotation(last).read(sample) == null) {
                return new NumberNotation(text.startsWith("0") ? last : other);
            }
        }
        return new NumberNotation(delimiter == ';' ? ',' : '.');
    }

    /** The number, or null when it is none in this notation. Blanks, a currency sign and accountants' brackets for negatives are let pass. */
    @Nullable
    BigDecimal read(String raw) {
        String text = bare(raw);
        boolean isBracketed = text.startsWith("(") && text.endsWith(")") && text.length() > 2;
        if (isBracketed) {
            text = text.substring(1, text.length() - 1);
        }
        StringBuilder plain = new StringBuilder(text.length() + 1);
        int start = 0;
        if (!text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+')) {
            start = 1;
            if (text.charAt(0) == '-') {
                plain.append('-');
            }
        }
        if (!appendDigits(text, start, plain)) {
            return null;
        }
        BigDecimal number = new BigDecimal(plain.toString());
        return isBracketed ? number.negate() : number;
    }

    private boolean appendDigits(String text, int start, StringBuilder plain) {
        char group = decimal == ',' ? '.' : ',';
        boolean isGrouped = false;
        boolean isFraction = false;
        int digits = 0;
        for (int i = start; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (letter >= '0' && letter <= '9') {
                plain.append(letter);
                digits++;
            } else if (letter == group && !isFraction && (isGrouped ? digits == 3 : digits >= 1 && digits <= 3)) {
                isGrouped = true;
                digits = 0;
            } else if (letter == decimal && !isFraction && digits > 0 && (!isGrouped || digits == 3)) {
                plain.append('.');
                isFraction = true;
                digits = 0;
            } else {
                return false;
            }
        }
        return digits > 0 && (isFraction || !isGrouped || digits == 3);
    }

    private static String bare(String raw) {
        String text = raw.strip();
        if (text.isEmpty() || isPlainStart(text.charAt(0))) {
            return text;
        }
        String sign = text.startsWith("-") ? "-" : "";
        String rest = text.substring(sign.length()).strip();
        for (String currency : CURRENCY_SIGNS) {
            if (rest.startsWith(currency)) {
                return sign + stripped(rest.substring(currency.length()));
            }
        }
        return text.replace(" ", "").replace("\u00a0", "");
    }

    private static boolean isPlainStart(char first) {
        return first >= '0' && first <= '9';
    }

    private static String stripped(String text) {
        int start = 0;
        while (start < text.length()
                && (text.charAt(start) == '\u00a0' || Character.isWhitespace(text.charAt(start)))) {
            start++;
        }
        return text.substring(start);
    }
}
