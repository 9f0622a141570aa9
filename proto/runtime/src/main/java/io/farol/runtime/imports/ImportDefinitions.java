package io.farol.runtime.imports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.farol.runtime.job.Job;
import io.quarkus.arc.All;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The imports that this service offers. */
@ApplicationScoped
class ImportDefinitions {
    private static final int MOST_COLUMNS = 48;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Map<String, ImportDefinition> byThing;

    ImportDefinitions(@All List<ImportDefinition> definitions) {
        this.byThing = definitions.stream().collect(Collectors.toMap(ImportDefinition::thing, Function.identity()));
        definitions.forEach(definition -> {
            if (definition.columns().size() > MOST_COLUMNS) {
                throw new IllegalStateException("an import has at most " + MOST_COLUMNS + " columns");
            }
        });
    }

    ImportDefinition get(String thing) {
        ImportDefinition definition = byThing.get(thing);
        if (definition == null) {
            throw new IllegalStateException("no import of " + thing);
        }
        return definition;
    }

    ImportParameters parameters(Job job) {
        try {
            return JSON.readValue(job.parametersJson(), ImportParameters.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the parameters of a job cannot be read", e);
        }
    }

    String json(ImportParameters parameters) {
        try {
            return JSON.writeValueAsString(parameters);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the parameters of a job cannot be written", e);
        }
    }
}
