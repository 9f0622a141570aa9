package io.farol.accounts.account;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Brazilian tax ids by their check digits: CPF (11 digits) and CNPJ (14 characters, of which the first 12 may be letters since July 2026).
 *
 * <p>Both are modulus 11 over weighted characters, a character being worth its ASCII code less 48; a remainder below 2 gives 0, else 11 less the remainder. Source: Receita Federal, Instrução
 * Normativa RFB 2.229/2024, annex. The library for the old forms does not know the letters.
 */
final class TaxIdFormula {
    private static final Pattern PUNCTUATION = Pattern.compile("[./\\-\\s]");
    private static final Pattern CPF = Pattern.compile("\\d{11}");
    private static final Pattern CNPJ = Pattern.compile("[0-9A-Z]{12}\\d{2}");
    private static final Pattern ONE_CHARACTER = Pattern.compile("(.)\\1*");
    private static final int CPF_BODY = 9;
    private static final int CNPJ_BODY = 12;
    /** CNPJ weights go 2, 3 … 9 from the right and begin anew. */
    private static final int CNPJ_LARGEST_WEIGHT = 9;
    /** CPF weights go on to 11. */
    private static final int CPF_LARGEST_WEIGHT = 11;

    private TaxIdFormula() {}

    /** Without punctuation and in capitals; empty when it is neither a CPF nor a CNPJ. */
    static Optional<String> normalised(String text) {
        String bare = PUNCTUATION.matcher(text).replaceAll("").toUpperCase(Locale.ROOT);
        boolean isValid = !ONE_CHARACTER.matcher(bare).matches()
                && (CPF.matcher(bare).matches() && hasCheckDigits(bare, CPF_BODY, CPF_LARGEST_WEIGHT)
                        || CNPJ.matcher(bare).matches() && hasCheckDigits(bare, CNPJ_BODY, CNPJ_LARGEST_WEIGHT));
        return isValid ? Optional.of(bare) : Optional.empty();
    }

    private static boolean hasCheckDigits(String id, int body, int largestWeight) {
        return checkDigit(id, body, largestWeight) == id.charAt(body) - '0'
                && checkDigit(id, body + 1, largestWeight) == id.charAt(body + 1) - '0';
    }

    private static int checkDigit(String id, int length, int largestWeight) {
        int sum = 0;
        int weight = 2;
        for (int i = length - 1; i >= 0; i--) {
            sum += (id.charAt(i) - '0') * weight;
            weight = weight == largestWeight ? 2 : weight + 1;
        }
        int remainder = sum % 11;
        return remainder < 2 ? 0 : 11 - remainder;
    }
}
