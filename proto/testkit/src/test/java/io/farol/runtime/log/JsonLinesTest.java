package io.farol.runtime.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.trace.TraceParent;
import io.opentelemetry.context.Scope;
import java.io.IOException;
import java.util.Map;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Level;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    @Test
    void writesOneParsableObjectPerRecord() throws IOException {
        ExtLogRecord entry =
                new ExtLogRecord(Level.ERROR, "account \"%s\"\nfrozen", ExtLogRecord.FormatStyle.PRINTF, "io.farol.X");
        entry.setParameters(new Object[] {"Açaí"});
        entry.setLoggerName("io.farol.accounts");
        entry.setThrown(new IllegalStateException("broken"));
        entry.setMdc(Map.of("tenant", "aurora", "requestId", "r-1"));

        String line = new JsonLines("accounts-service").format(entry);

        JsonNode json = new ObjectMapper().readTree(line);
        assertEquals(1, line.lines().count());
        assertEquals("account \"Açaí\"\nfrozen", json.get("message").asText());
        assertEquals("aurora", json.get("tenant").asText());
        assertEquals("r-1", json.get("requestId").asText());
        assertEquals("accounts-service", json.get("service").asText());
        assertEquals("ERROR", json.get("level").asText());
        assertTrue(json.get("error").asText().contains("IllegalStateException: broken"));
    }

    @Test
    void namesTheRunningSpan() throws IOException {
        ExtLogRecord entry = new ExtLogRecord(Level.INFO, "errand waits", "io.farol.X");
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        String line;
        try (Scope _ =
                TraceParent.context("00-" + trace + "-00f067aa0ba902b7-01").makeCurrent()) {
            line = new JsonLines("accounts-service").format(entry);
        }

        JsonNode json = new ObjectMapper().readTree(line);
        assertEquals(trace, json.get("traceId").asText());
        assertEquals("00f067aa0ba902b7", json.get("spanId").asText());
    }
}
