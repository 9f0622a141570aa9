package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/** Which groups one account is in at the ends of months, and whether it is chosen; nothing of production is in it. */
final class SlowGroups {
    private final Books books;
    private final UUID id;
    private final IntPredicate isLogo;

    SlowGroups(Books books, UUID id, IntPredicate isLogo) {
        this.books = books;
        this.id = id;
        this.isLogo = isLogo;
    }

    boolean isChosen(SlowQuestion question, int month) {
        return question.filter().entrySet().stream()
                .allMatch(filter -> filter.getKey().equals("product")
                        ? hasProduct(filter.getValue(), month)
                        : filter.getValue().contains(value(filter.getKey(), month)));
    }

    private boolean hasProduct(List<String> products, int month) {
        LocalDate on = SlowLedger.FIRST.plusMonths(month).atEndOfMonth();
        for (JsonNode contract : books.contractsById.values()) {
            for (JsonNode line : contract.get("lines")) {
                for (JsonNode term : line.get("terms")) {
                    if (contract.get("accountId").asText().equals(id.toString())
                            && products.contains(line.get("productId").asText())
                            && term.get("mrrE4").asLong() > 0
                            && !LocalDate.parse(term.get("startsOn").asText()).isAfter(on)
                            && (term.get("endsOn").isNull()
                                    || LocalDate.parse(term.get("endsOn").asText())
                                            .isAfter(on))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    String value(String dim, int month) {
        if (dim.equals("cohort")) {
            return Objects.requireNonNullElse(cohort(), "NONE");
        }
        LocalDate on = SlowLedger.FIRST.plusMonths(month).atEndOfMonth();
        String value = "NONE";
        LocalDate valueFrom = LocalDate.MIN;
        for (JsonNode group : books.accounts.get(id).get("groups")) {
            LocalDate from = group.get("fromOn").isNull()
                    ? LocalDate.MIN
                    : LocalDate.parse(group.get("fromOn").asText());
            if (group.get("dimension").asText().equals(dim) && !from.isAfter(on) && !from.isBefore(valueFrom)) {
                value = group.get("value").isNull()
                        ? "NONE"
                        : group.get("value").asText();
                valueFrom = from;
            }
        }
        return value;
    }

    /** The first month at whose end it is a logo; null = there is none. */
    @Nullable
    String cohort() {
        for (int m = 0; m < SlowLedger.MONTHS; m++) {
            if (isLogo.test(m)) {
                return SlowLedger.monthText(m);
            }
        }
        return null;
    }

    /** The contracts here are open, or of one or twelve months. */
    static String term(JsonNode contract) {
        if (contract.get("termEndsOn").isNull()) {
            return "OPEN";
        }
        LocalDate start = LocalDate.parse(contract.get("termStartsOn").asText());
        long months = ChronoUnit.MONTHS.between(
                start, LocalDate.parse(contract.get("termEndsOn").asText()));
        return "M" + months;
    }

    /** Days on which billing is suspended. */
    static boolean[] suspended(JsonNode account) {
        boolean[] suspended = new boolean[SlowLedger.DAYS];
        for (JsonNode freeze : account.get("freezes")) {
            if (freeze.get("isBillingSuspended").asBoolean()) {
                Arrays.fill(
                        suspended,
                        SlowLedger.day(LocalDate.parse(freeze.get("from").asText())),
                        Math.max(
                                SlowLedger.day(
                                        LocalDate.parse(freeze.get("from").asText())),
                                SlowLedger.day(
                                        LocalDate.parse(freeze.get("until").asText()))),
                        true);
            }
        }
        return suspended;
    }
}
