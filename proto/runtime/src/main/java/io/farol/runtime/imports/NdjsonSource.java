package io.farol.runtime.imports;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.PlatformError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows of newline-delimited JSON: one flat object per line, whose names are fields, aliases or mapped columns. There is no header; line 1 is the first row. */
final class NdjsonSource implements RecordSource {
    private static final int MOST_CHARACTERS = 1 << 20;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private final BufferedReader lines;
    private final ColumnMap columns;
    private final Conversion conversion;
    private long line;

    NdjsonSource(Reader text, Sample.FileNotation given, ColumnMap columns, List<ImportColumn> fields)
            throws IOException {
        HeadReader head = new HeadReader(text);
        this.columns = columns;
        this.lines = new BufferedReader(head);
        this.conversion = sample(head.head(), fields).conversion(given, ',');
    }

    @Override
    public boolean next(ImportRow row) throws IOException {
        while (true) {
            String text = readLine();
            if (text == null) {
                return false;
            }
            line++;
            if (!text.isBlank()) {
                row.begin(line);
                read(text, row);
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
        lines.close();
    }

    private void read(String text, ImportRow row) throws IOException {
        try (JsonParser json = JSON.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                row.faultOfRow(text, ImportError.ROW_NOT_READABLE);
                return;
            }
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                ColumnMap.Target target = columns.field(json.currentName());
                JsonToken token = json.nextToken();
                if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
                    nested(json, row, target);
                } else if (token != JsonToken.VALUE_NULL) {
                    put(json, token, row, target);
                }
            }
            if (json.currentToken() != JsonToken.END_OBJECT || json.nextToken() != null) {
                row.faultOfRow(text, ImportError.ROW_NOT_READABLE);
            }
        } catch (JsonProcessingException e) {
            row.faultOfRow(text, ImportError.ROW_NOT_READABLE);
        }
    }

    private static void nested(JsonParser json, ImportRow row, ColumnMap.Target target) throws IOException {
        json.skipChildren();
        if (target instanceof ColumnMap.Target.Field(int slot)) {
            row.fault(slot, PlatformError.WRONG_TYPE, Map.of("expected", "a single value"));
        }
    }

    private static void put(JsonParser json, JsonToken token, ImportRow row, ColumnMap.Target target)
            throws IOException {
        switch (target) {
            case ColumnMap.Target.Field(int slot) ->
                row.found(
                        slot,
                        switch (token) {
                            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> json.getDecimalValue();
                            case VALUE_TRUE -> Boolean.TRUE;
                            case VALUE_FALSE -> Boolean.FALSE;
                            default -> json.getText();
                        });
            case ColumnMap.Target.Extra(String key) -> row.extra(key, json.getText());
            case ColumnMap.Target.Nowhere() -> {}
        }
    }

    private @Nullable String readLine() throws IOException {
        StringBuilder text = new StringBuilder();
        int letter = lines.read();
        if (letter < 0) {
            return null;
        }
        while (letter >= 0 && letter != '\n') {
            if (text.length() == MOST_CHARACTERS) {
                throw new DomainException(
                        ImportError.FILE_NOT_READABLE,
                        "a line is longer than a mebibyte",
                        Map.of("reason", "RECORD_TOO_LONG"));
            }
            text.append((char) letter);
            letter = lines.read();
        }
        return text.toString();
    }

    private Sample sample(String head, List<ImportColumn> fields) {
        Sample sample = new Sample(fields);
        head.lines().forEach(text -> {
            try (JsonParser json = JSON.createParser(text)) {
                json.nextToken();
                while (json.nextToken() == JsonToken.FIELD_NAME) {
                    ColumnMap.Target target = columns.field(json.currentName());
                    if (json.nextToken() == JsonToken.VALUE_STRING) {
                        sample.add(target, json.getText());
                    }
                    json.skipChildren();
                }
            } catch (IOException e) {
                return; // reading the row reports it
            }
        });
        return sample;
    }
}
