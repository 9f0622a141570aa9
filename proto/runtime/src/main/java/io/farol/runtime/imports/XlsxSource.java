package io.farol.runtime.imports;

import io.farol.runtime.error.DomainException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.dhatim.fastexcel.reader.Cell;
import org.dhatim.fastexcel.reader.CellType;
import org.dhatim.fastexcel.reader.ExcelReaderException;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;

/**
 * Rows of the first sheet of a workbook. The format's directory stands at the file's end, so the file is kept on disk while it is read; rows are streamed, the table of distinct texts is what
 * the format makes every reader hold. Numbers and days that are typed in the sheet need no notation; those written as text are read like CSV.
 */
final class XlsxSource implements RecordSource {
    private static final int SAMPLED_ROWS = 1_000;

    private final Path file;
    private final ReadableWorkbook workbook;
    private final Stream<Row> stream;
    private final Iterator<Row> rows;
    private final List<ColumnMap.Target> targets;
    private final List<ImportColumn> columns;
    private final Conversion conversion;

    XlsxSource(InputStream content, Sample.FileNotation given, ColumnMap map, List<ImportColumn> columns)
            throws IOException {
        this.columns = columns;
        this.file = Files.createTempFile("farol-import-", ".xlsx");
        try {
            Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
            this.workbook = readable(() -> new ReadableWorkbook(file.toFile(), new ReadingOptions(true, false)));
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
        try {
            this.targets = map.header(headers());
            this.conversion = sample().conversion(given, ';');
            this.stream = readable(() -> workbook.getFirstSheet().openStream());
            this.rows = stream.iterator();
            nextRow(rows); // the header again
        } catch (IOException | RuntimeException e) {
            workbook.close();
            Files.deleteIfExists(file);
            throw e;
        }
    }

    @Override
    public boolean next(ImportRow target) throws IOException {
        for (Row row = nextRow(rows); row != null; row = nextRow(rows)) {
            target.begin(row.getRowNum());
            for (Cell cell : row) {
                if (cell != null) {
                    put(cell, target);
                }
            }
            if (!target.isBlank()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Conversion conversion() {
        return conversion;
    }

    @Override
    public void close() throws IOException {
        try {
            stream.close();
            workbook.close();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void put(Cell cell, ImportRow target) {
        if (cell.getColumnIndex() >= targets.size()) {
            if (!cell.getText().isBlank()) {
                target.faultOfRow(cell.getText(), ImportError.TOO_MANY_VALUES);
            }
            return;
        }
        switch (targets.get(cell.getColumnIndex())) {
            case ColumnMap.Target.Field(int slot) -> {
                Object value = value(cell, columns.get(slot).type());
                if (value != null) {
                    target.found(slot, value);
                }
            }
            case ColumnMap.Target.Extra(String key) -> {
                if (!cell.getText().isBlank()) {
                    target.extra(key, cell.getText().strip());
                }
            }
            case ColumnMap.Target.Nowhere() -> {}
        }
    }

    /** A day is a number in a sheet, and only the column knows which is meant. */
    private static @Nullable Object value(Cell cell, ImportType type) {
        return switch (cell.getType()) {
            case NUMBER -> type == ImportType.DATE ? day(cell) : cell.asNumber();
            case BOOLEAN -> cell.asBoolean();
            case FORMULA -> computed(cell, type);
            case EMPTY -> null;
            case STRING, ERROR -> cell.getText();
        };
    }

    /** What the sheet last computed. */
    private static @Nullable Object computed(Cell cell, ImportType type) {
        if (cell.getValue() instanceof BigDecimal number) {
            return type == ImportType.DATE ? day(cell) : number;
        }
        return cell.getValue() == null ? cell.getRawValue() : cell.getValue();
    }

    private static Object day(Cell cell) {
        try {
            LocalDateTime time = cell.asDate();
            return time == null ? cell.getRawValue() : time;
        } catch (DateTimeException | ArithmeticException | ExcelReaderException e) {
            return cell.getRawValue();
        }
    }

    private List<String> headers() throws IOException {
        try (Stream<Row> head = readable(() -> workbook.getFirstSheet().openStream())) {
            Row header = nextRow(head.iterator());
            if (header == null) {
                throw new DomainException(ImportError.FILE_EMPTY, "the sheet has no header");
            }
            List<String> names = new ArrayList<>();
            for (int i = 0; i < header.getCellCount(); i++) {
                Cell cell = header.getCell(i);
                names.add(cell == null ? "" : cell.getText());
            }
            return names;
        }
    }

    private Sample sample() throws IOException {
        Sample sample = new Sample(columns);
        try (Stream<Row> head = readable(() -> workbook.getFirstSheet().openStream())) {
            Iterator<Row> sampled = head.iterator();
            nextRow(sampled);
            for (int i = 0; i < SAMPLED_ROWS; i++) {
                Row row = nextRow(sampled);
                if (row == null) {
                    break;
                }
                for (Cell cell : row) {
                    if (cell != null && cell.getType() == CellType.STRING && cell.getColumnIndex() < targets.size()) {
                        sample.add(
                                targets.get(cell.getColumnIndex()),
                                cell.getText().strip());
                    }
                }
            }
        }
        return sample;
    }

    private static @Nullable Row nextRow(Iterator<Row> rows) throws IOException {
        return readable(() -> rows.hasNext() ? rows.next() : null);
    }

    /** A part of reading a workbook. */
    private interface Reading<T> {
        @Nullable
        T read() throws IOException;
    }

    private static <T> T readable(Reading<T> reading) throws IOException {
        try {
            return reading.read();
        } catch (IOException | UncheckedIOException | ExcelReaderException e) {
            throw new DomainException(
                    ImportError.FILE_NOT_READABLE, "not a readable workbook", Map.of("reason", "BROKEN_WORKBOOK"));
        }
    }
}
