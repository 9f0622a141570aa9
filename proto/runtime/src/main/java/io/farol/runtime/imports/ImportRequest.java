package io.farol.runtime.imports;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of an import, understood and checked, all faults at once.
 *
 * @param mappings column of the file, to field
 * @param canonical the parameters as sent, in one order, for comparing two requests
 */
record ImportRequest(
        ImportMode mode,
        Sample.FileNotation notation,
        @Nullable Charset charset,
        Map<String, Boolean> options,
        Map<String, String> mappings,
        String canonical) {
    private static final String MAP = "map.";

    static ImportRequest of(ImportDefinition definition, Map<String, List<String>> parameters) {
        return new Reading(definition).read(parameters);
    }

    /** Reads one request. */
    private static final class Reading {
        private final ImportDefinition definition;
        private final List<Fault> faults = new ArrayList<>();
        private final Map<String, Boolean> options = new LinkedHashMap<>();
        private final Map<String, String> mappings = new LinkedHashMap<>();
        private ImportMode mode = ImportMode.ATOMIC;
        private @Nullable Character delimiter;
        private @Nullable Charset charset;
        private @Nullable Character decimal;
        private @Nullable DateNotation dateFormat;

        Reading(ImportDefinition definition) {
            this.definition = definition;
            definition.options().forEach(option -> options.put(option, false));
        }

        ImportRequest read(Map<String, List<String>> parameters) {
            parameters.forEach((name, values) -> {
                if (values.size() > 1) {
                    refuse(name, PlatformError.DUPLICATE, String.join(", ", values), List.of());
                } else {
                    read(name, values.getFirst());
                }
            });
            if (!faults.isEmpty()) {
                throw DomainException.invalid(faults);
            }
            return new ImportRequest(
                    mode,
                    new Sample.FileNotation(delimiter, decimal, dateFormat),
                    charset,
                    options,
                    mappings,
                    new TreeMap<>(parameters).toString());
        }

        private void read(String name, String value) {
            if (options.containsKey(name)) {
                option(name, value);
            } else if (name.startsWith(MAP) && name.length() > MAP.length()) {
                mapping(name, value);
            } else {
                switch (name) {
                    case "mode" -> mode(value);
                    case "delimiter" -> delimiter(value);
                    case "encoding" -> encoding(value);
                    case "decimalSeparator" -> decimalSeparator(value);
                    case "dateFormat" -> dateFormat(value);
                    default -> faults.add(Fault.in(name, PlatformError.UNKNOWN_PARAMETER, Map.of("name", name)));
                }
            }
        }

        private void option(String name, String value) {
            switch (value) {
                case "true" -> options.put(name, true);
                case "false" -> options.put(name, false);
                default -> refuse(name, PlatformError.NOT_A_BOOLEAN, value, List.of("true", "false"));
            }
        }

        private void mapping(String name, String field) {
            String prefix = definition.extraPrefix();
            boolean isExtra = prefix != null && field.startsWith(prefix) && field.length() > prefix.length();
            boolean isField = definition.columns().stream()
                    .anyMatch(column -> column.field().equals(field));
            if (!isField && !isExtra) {
                refuse(
                        name,
                        PlatformError.UNKNOWN_VALUE,
                        field,
                        definition.columns().stream().map(ImportColumn::field).toList());
            } else if (mappings.containsValue(field)) {
                refuse(name, PlatformError.DUPLICATE, field, List.of());
            } else {
                mappings.put(name.substring(MAP.length()), field);
            }
        }

        private void mode(String value) {
            List<String> allowed =
                    Arrays.stream(ImportMode.values()).map(Enum::name).toList();
            if (allowed.contains(value)) {
                mode = ImportMode.valueOf(value);
            } else {
                refuse("mode", PlatformError.UNKNOWN_VALUE, value, allowed);
            }
        }

        private void delimiter(String value) {
            String meant = value.equals("\\t") || value.toUpperCase(Locale.ROOT).equals("TAB") ? "\t" : value;
            if (meant.length() == 1 && "\"\r\n".indexOf(meant.charAt(0)) < 0 && meant.charAt(0) != '\0') {
                delimiter = meant.charAt(0);
            } else {
                refuse("delimiter", PlatformError.UNKNOWN_VALUE, value, List.of(";", ",", "|", "TAB"));
            }
        }

        private void encoding(String value) {
            try {
                charset = Charset.forName(value);
            } catch (IllegalArgumentException e) {
                refuse("encoding", PlatformError.UNKNOWN_VALUE, value, List.of("UTF-8", "windows-1252", "ISO-8859-1"));
            }
        }

        private void decimalSeparator(String value) {
            if (value.equals(",") || value.equals(".")) {
                decimal = value.charAt(0);
            } else {
                refuse("decimalSeparator", PlatformError.UNKNOWN_VALUE, value, List.of(",", "."));
            }
        }

        private void dateFormat(String value) {
            try {
                dateFormat = DateNotation.of(value);
            } catch (IllegalArgumentException e) {
                refuse(
                        "dateFormat",
                        PlatformError.UNKNOWN_VALUE,
                        value,
                        List.of("yyyy-MM-dd", "dd/MM/yyyy", "MM/dd/yyyy"));
            }
        }

        private void refuse(String name, ErrorCode code, String value, List<String> allowed) {
            faults.add(Fault.in(
                    name,
                    code,
                    allowed.isEmpty() ? Map.of("value", value) : Map.of("value", value, "allowed", allowed)));
        }
    }
}
