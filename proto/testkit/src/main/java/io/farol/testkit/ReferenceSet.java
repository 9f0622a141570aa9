package io.farol.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/** Data sets that nobody here made, with results that nobody here computed, in the folder {@code -Dfarol.reference-data}; a test that needs one is skipped where they are absent, and says so. */
public enum ReferenceSet {
    /** Measured on the first of the month: told one day earlier, the end of the month before says the same. */
    MRR_PLAYBOOK("mrr_playbook"),
    /** Several subscriptions per account, trials without MRR. */
    RAVENSTACK("ravenstack"),
    /** One month in which customers left. */
    TELCO_IBM("telco_ibm");

    private static final Path DATA = Path.of(System.getProperty("farol.reference-data", "absent"));
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A customer.
     *
     * @param groups value by dimension, such as {@code sector} and {@code attr.plan}, since ever
     */
    public record Account(String id, Map<String, String> groups) {}

    /**
     * What a customer pays each month from a day until another, exclusive; null = open.
     *
     * @param mrr decimal, in one currency
     */
    public record Line(
            String id,
            String accountId,
            LocalDate startsOn,
            @Nullable LocalDate endsOn,
            String mrr) {}

    private final String folder;

    ReferenceSet(String folder) {
        this.folder = folder;
    }

    /** The published results that answers are compared with. */
    public JsonNode published() {
        Assumptions.assumeTrue(Files.isDirectory(DATA), "skipped: no reference data at -Dfarol.reference-data=" + DATA);
        try {
            JsonNode reference =
                    JSON.readTree(DATA.resolve(folder).resolve("reference.json").toFile());
            return reference.get(
                    switch (this) {
                        case MRR_PLAYBOOK -> "independent";
                        case RAVENSTACK -> "mrr";
                        case TELCO_IBM -> "results";
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The customers. */
    public List<Account> accounts() {
        return switch (this) {
            case MRR_PLAYBOOK ->
                rows("subscription_periods.csv").stream()
                        .map(row -> row.getField("customer_id"))
                        .distinct()
                        .map(id -> new Account(id, Map.of()))
                        .toList();
            case RAVENSTACK ->
                rows("ravenstack_accounts.csv").stream()
                        .map(row -> new Account(row.getField("account_id"), groups(row)))
                        .toList();
            case TELCO_IBM ->
                rows("Telco-Customer-Churn.csv").stream()
                        .map(row -> new Account(row.getField("customerID"), Map.of("sector", row.getField("Contract"))))
                        .toList();
        };
    }

    /** What they pay. */
    public List<Line> lines() {
        return switch (this) {
            case MRR_PLAYBOOK ->
                rows("subscription_periods.csv").stream()
                        .map(row -> new Line(
                                row.getField("subscription_id"),
                                row.getField("customer_id"),
                                LocalDate.parse(row.getField("start_date")).minusDays(1),
                                row.getField("end_date").isEmpty()
                                        ? null
                                        : LocalDate.parse(row.getField("end_date"))
                                                .minusDays(1),
                                row.getField("monthly_amount")))
                        .toList();
            case RAVENSTACK ->
                rows("ravenstack_subscriptions.csv").stream()
                        .map(row -> new Line(
                                row.getField("subscription_id"),
                                row.getField("account_id"),
                                LocalDate.parse(row.getField("start_date")),
                                row.getField("end_date").isEmpty() ? null : LocalDate.parse(row.getField("end_date")),
                                row.getField("mrr_amount")))
                        .toList();
            case TELCO_IBM ->
                rows("Telco-Customer-Churn.csv").stream()
                        .map(row -> new Line(
                                "line of " + row.getField("customerID"),
                                row.getField("customerID"),
                                LocalDate.parse("2024-01-01"),
                                row.getField("Churn").equals("Yes") ? LocalDate.parse("2024-03-15") : null,
                                row.getField("MonthlyCharges")))
                        .toList();
        };
    }

    private static Map<String, String> groups(NamedCsvRecord row) {
        Map<String, String> groups = new LinkedHashMap<>();
        groups.put("sector", row.getField("industry"));
        groups.put("country", row.getField("country"));
        groups.put("channel", row.getField("referral_source"));
        groups.put("attr.plan", row.getField("plan_tier"));
        return groups;
    }

    private List<NamedCsvRecord> rows(String file) {
        published();
        try (CsvReader<NamedCsvRecord> reader =
                CsvReader.builder().ofNamedCsvRecord(DATA.resolve(folder).resolve(file))) {
            return reader.stream().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
