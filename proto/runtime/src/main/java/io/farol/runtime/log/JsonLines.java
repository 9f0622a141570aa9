package io.farol.runtime.log;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jboss.logmanager.ExtFormatter;
import org.jboss.logmanager.ExtLogRecord;

/** One JSON object per log record: time, level, logger, service, message, all context fields (requestId, tenant, traceId, spanId) and the stack trace of what was thrown. */
final class JsonLines extends ExtFormatter {
    private static final JsonFactory JSON = new JsonFactory();

    private final String service;

    JsonLines(String service) {
        this.service = service;
    }

    @Override
    public String format(ExtLogRecord line) {
        StringWriter text = new StringWriter(256);
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("timestamp", line.getInstant().toString());
            json.writeStringField("level", line.getLevel().getName());
            json.writeStringField("service", service);
            json.writeStringField("logger", line.getLoggerName());
            json.writeStringField("thread", line.getThreadName());
            json.writeStringField("message", formatMessage(line));
            for (Map.Entry<String, String> field : fields(line).entrySet()) {
                json.writeStringField(field.getKey(), field.getValue());
            }
            if (line.getThrown() != null) {
                StringWriter trace = new StringWriter();
                line.getThrown().printStackTrace(new PrintWriter(trace));
                json.writeStringField("error", trace.toString());
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.append('\n').toString();
    }

    /** The framework names the running span in requests only, not in background work. */
    private static Map<String, String> fields(ExtLogRecord line) {
        Map<String, String> fields = line.getMdcCopy();
        SpanContext span = Span.current().getSpanContext();
        if (!span.isValid()) {
            return fields;
        }
        Map<String, String> traced = new LinkedHashMap<>(fields);
        traced.put("traceId", span.getTraceId());
        traced.put("spanId", span.getSpanId());
        return traced;
    }
}
