package io.farol.runtime.imports;

import io.farol.runtime.job.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** Reads a file from its first to its last byte, understands each row, and stages it; at no time more than a mebibyte of rows is in memory. */
@ApplicationScoped
class ImportIntake {
    private final Staging staging;

    ImportIntake(Staging staging) {
        this.staging = staging;
    }

    /**
     * What came in.
     *
     * @param present fields that the file gives
     * @param ignored columns that fill nothing
     */
    record Intake(long rows, List<String> present, List<String> ignored) {}

    /** Stages a file for a job that does not exist yet; when this throws, the rows staged so far are nobody's and go. */
    Intake stage(JobId job, ImportDefinition definition, ImportRequest request, ImportFile file, Runnable alive)
            throws IOException {
        List<ImportColumn> columns = definition.columns();
        ColumnMap map = new ColumnMap(definition, request.mappings());
        Staging.Piece piece = new Staging.Piece(job, columns);
        ImportRow row = new ImportRow(definition);
        long rows = 0;
        try (RecordSource source = open(file, request, map, columns)) {
            while (source.next(row)) {
                source.conversion().convert(row, definition, columns);
                piece.add(++rows, row);
                if (piece.isFull()) {
                    staging.copy(piece);
                    piece.begin();
                    alive.run();
                }
            }
            if (!piece.isEmpty()) {
                staging.copy(piece);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return new Intake(rows, map.present(), map.ignored());
    }

    private static RecordSource open(ImportFile file, ImportRequest request, ColumnMap map, List<ImportColumn> columns)
            throws IOException {
        return switch (file.kind()) {
            case CSV ->
                new CsvSource(TextDecoder.open(file.content(), request.charset()), request.notation(), map, columns);
            case NDJSON ->
                new NdjsonSource(TextDecoder.open(file.content(), request.charset()), request.notation(), map, columns);
            case XLSX -> new XlsxSource(file.content(), request.notation(), map, columns);
        };
    }
}
