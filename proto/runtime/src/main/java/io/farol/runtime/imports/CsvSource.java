package io.farol.runtime.imports;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import io.farol.runtime.error.DomainException;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Map;

/** Rows of a delimited text. What the request leaves open (delimiter, decimal separator, order of day and month) is found out from the first 64 Ki characters. */
final class CsvSource implements RecordSource {
    /** Longest record; an unclosed quote runs into it. */
    private static final int MOST_CHARACTERS = 1 << 20;

    private static final char[] DELIMITERS = {';', ',', '\t', '|'};

    private final CsvReader<CsvRecord> reader;
    private final CloseableIterator<CsvRecord> records;
    private final List<ColumnMap.Target> targets;
    private final Conversion conversion;

    CsvSource(Reader text, Sample.FileNotation given, ColumnMap columns, List<ImportColumn> fields) throws IOException {
        HeadReader head = new HeadReader(text);
        Character askedFor = given.delimiter();
        char delimiter = askedFor == null ? delimiterOf(head.head()) : askedFor;
        this.targets = columns.header(headerOf(head.head(), delimiter));
        this.conversion = sample(head.head(), delimiter, fields).conversion(given, delimiter);
        this.reader = builder(delimiter).ofCsvRecord(head);
        this.records = reader.iterator();
        read(records); // the header again
    }

    @Override
    public boolean next(ImportRow row) {
        while (true) {
            CsvRecord csv = read(records);
            if (csv == null) {
                return false;
            }
            row.begin(csv.getStartingLineNumber());
            int count = csv.getFieldCount();
            for (int i = 0; i < count; i++) {
                String text = csv.getField(i);
                if (i >= targets.size()) {
                    if (!text.isBlank()) {
                        row.faultOfRow(text, ImportError.TOO_MANY_VALUES);
                        break;
                    }
                } else {
                    switch (targets.get(i)) {
                        case ColumnMap.Target.Field(int slot) -> row.found(slot, text);
                        case ColumnMap.Target.Extra(String key) -> {
                            if (!text.isBlank()) {
                                row.extra(key, text.strip());
                            }
                        }
                        case ColumnMap.Target.Nowhere() -> {}
                    }
                }
            }
            if (!row.isBlank()) {
                return true;
            }
        }
    }

    @Override
    public Conversion conversion() {
        return conversion;
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private static @org.jspecify.annotations.Nullable CsvRecord read(CloseableIterator<CsvRecord> records) {
        try {
            return records.hasNext() ? records.next() : null;
        } catch (CsvParseException e) {
            throw new DomainException(
                    ImportError.FILE_NOT_READABLE,
                    "a record is longer than a mebibyte or a quote is never closed",
                    Map.of("reason", "UNCLOSED_QUOTE_OR_RECORD_TOO_LONG"));
        }
    }

    private static List<String> headerOf(String head, char delimiter) {
        try (CloseableIterator<CsvRecord> records =
                builder(delimiter).ofCsvRecord(head).iterator()) {
            CsvRecord header = read(records);
            if (header == null) {
                throw new DomainException(ImportError.FILE_EMPTY, "the file has no header");
            }
            return header.getFields();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be read", e);
        }
    }

    private Sample sample(String head, char delimiter, List<ImportColumn> fields) {
        Sample sample = new Sample(fields);
        int end = head.lastIndexOf('\n');
        try (CloseableIterator<CsvRecord> records = builder(delimiter)
                .ofCsvRecord(end > 0 ? head.substring(0, end) : head)
                .iterator()) {
            records.next();
            while (records.hasNext()) {
                CsvRecord csv = records.next();
                for (int i = 0; i < Math.min(csv.getFieldCount(), targets.size()); i++) {
                    sample.add(targets.get(i), csv.getField(i).strip());
                }
            }
        } catch (CsvParseException | IOException e) {
            return sample; // cut inside a quoted value: what was seen before it counts
        }
        return sample;
    }

    private static char delimiterOf(String head) {
        int[] seen = new int[DELIMITERS.length];
        boolean isQuoted = false;
        for (int i = 0; i < head.length(); i++) {
            char letter = head.charAt(i);
            if (letter == '"') {
                isQuoted = !isQuoted;
            } else if (!isQuoted && (letter == '\n' || letter == '\r') && i > 0) {
                break;
            }
            for (int d = 0; !isQuoted && d < DELIMITERS.length; d++) {
                seen[d] += letter == DELIMITERS[d] ? 1 : 0;
            }
        }
        int best = 0;
        for (int d = 1; d < DELIMITERS.length; d++) {
            best = seen[d] > seen[best] ? d : best;
        }
        return seen[best] == 0 ? ',' : DELIMITERS[best];
    }

    private static CsvReader.CsvReaderBuilder builder(char delimiter) {
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .maxBufferSize(MOST_CHARACTERS);
    }
}
