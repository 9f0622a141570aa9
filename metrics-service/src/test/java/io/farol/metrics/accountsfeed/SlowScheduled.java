package io.farol.metrics.accountsfeed;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Scheduled churn taken at its word: the lines of books one by one, with nothing of production in it. */
final class SlowScheduled {
    private SlowScheduled() {}

    /** What all accounts pay on a day for what is known to end after another, as {@code amount/accounts}. */
    static String at(Books books, LocalDate servedOn, LocalDate asOf) {
        SlowLedger ledger = new SlowLedger(books);
        long amountE4 = 0;
        long accounts = 0;
        for (UUID id : books.accounts.keySet()) {
            long ofAccountE4 = 0;
            for (JsonNode contract : books.contractsById.values()) {
                boolean isOfAccount = contract.get("accountId").asText().equals(id.toString());
                if (isOfAccount && !isSuspended(books.accounts.get(id), servedOn)) {
                    for (JsonNode line : contract.get("lines")) {
                        ofAccountE4 += ofLineE4(ledger, line, servedOn, asOf);
                    }
                }
            }
            amountE4 += ofAccountE4;
            accounts += ofAccountE4 > 0 ? 1 : 0;
        }
        return amountE4 + "/" + accounts;
    }

    private static long ofLineE4(SlowLedger ledger, JsonNode line, LocalDate servedOn, LocalDate asOf) {
        for (JsonNode term : line.get("terms")) {
            LocalDate end = day(term, "endsOn");
            boolean isServed = !servedOn.isBefore(day(term, "startsOn")) && (end == null || servedOn.isBefore(end));
            if (isServed) {
                return end != null && end.isAfter(asOf) && !goesOn(line, end) ? ledger.valueOf(term) : 0;
            }
        }
        return 0;
    }

    private static boolean goesOn(JsonNode line, LocalDate end) {
        for (JsonNode term : line.get("terms")) {
            if (end.equals(day(term, "startsOn"))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSuspended(JsonNode account, LocalDate on) {
        for (JsonNode freeze : account.get("freezes")) {
            if (freeze.get("isBillingSuspended").asBoolean()
                    && !on.isBefore(day(freeze, "from"))
                    && on.isBefore(day(freeze, "until"))) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable LocalDate day(JsonNode node, String field) {
        String text = node.get(field).textValue();
        return text == null ? null : LocalDate.parse(text);
    }
}
