package io.farol.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farol.runtime.id.TypedId;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Currency;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.jspecify.annotations.Nullable;

/** The schemas of requests and answers, made from the records by the same rules by which {@link JsonBinder} reads and {@link JsonFormat} writes them. */
final class OpenApiSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REF = "#/components/schemas/";

    private final Map<String, Schema> named = new TreeMap<>();
    private final Map<String, Object> owners = new HashMap<>();
    private final List<String> faults = new ArrayList<>();

    /** What could not be documented as it should; the contract test of the service fails on it. */
    List<String> faults() {
        return faults;
    }

    private Schema untold(String fault) {
        faults.add(fault);
        return OASFactory.createSchema();
    }

    /** All schemas that were asked for, by name. */
    Map<String, Schema> named() {
        return named;
    }

    /** A value that is sent to us: required is what must be there. */
    Schema ofRequest(Type type) {
        return of(type, true);
    }

    /** A value that we answer: every field is there, be it null. */
    Schema ofAnswer(Type type) {
        return of(type, false);
    }

    /** The partial form of a request: nothing is required, null clears. */
    Schema ofPatch(Class<?> type) {
        return component(name(type) + "Patch", List.of(type), () -> {
            Schema schema = object(type, Direction.PATCH);
            schema.setDescription("What is sent is set, null clears, absent stays (RFC 7396).");
            return schema;
        });
    }

    /** The body of a batch. */
    Schema ofBatch(Class<?> type) {
        return component(name(type) + "Batch", List.of(type, "batch"), () -> {
            Schema items =
                    typed(SchemaType.ARRAY).items(ofRequest(type)).minItems(1).maxItems(Batch.MAX_ITEMS);
            return typed(SchemaType.OBJECT)
                    .addProperty("items", items)
                    .required(List.of("items"))
                    .additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
        });
    }

    private Schema of(Type type, boolean isRequest) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return generic(raw, generic.getActualTypeArguments(), isRequest);
        }
        if (!(type instanceof Class<?> plain)) {
            return untold("cannot document " + type + ": name a record");
        }
        if (plain.isEnum()) {
            return component(name(plain), plain, () -> enumeration(plain));
        }
        if (TypedId.class.isAssignableFrom(plain)) {
            return component(plain.getSimpleName(), plain, () -> typed(SchemaType.STRING)
                    .format("uuid")
                    .addExtension("x-farol-ref", reference(plain)));
        }
        if (plain == Money.class) {
            return component("Money", plain, OpenApiSchemas::money);
        }
        if (plain.isRecord() && plain != Ratio.class && plain != Version.class) {
            return component(
                    plain.getSimpleName(),
                    plain,
                    () -> object(plain, isRequest ? Direction.REQUEST : Direction.ANSWER));
        }
        return scalar(plain);
    }

    private Schema generic(Class<?> raw, Type[] arguments, boolean isRequest) {
        if (Collection.class.isAssignableFrom(raw)) {
            return typed(SchemaType.ARRAY).items(of(arguments[0], isRequest));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return typed(SchemaType.OBJECT).additionalPropertiesSchema(of(arguments[1], isRequest));
        }
        if (raw == Page.class && arguments[0] instanceof Class<?> item) {
            return component(name(item) + "Page", List.of(raw, item), () -> typed(SchemaType.OBJECT)
                    .addProperty("items", typed(SchemaType.ARRAY).items(ofAnswer(item)))
                    .addProperty("nextPageToken", nullable(typed(SchemaType.STRING)))
                    .addProperty("total", ofAnswer(Total.class))
                    .required(List.of("items", "nextPageToken")));
        }
        return untold("cannot document the generic " + raw.getName() + ": name a record");
    }

    /** {@code AccountId} is {@code account}, {@code ContractLineId} is {@code contract-line}. */
    static String reference(Class<?> typedId) {
        String name = typedId.getSimpleName().replaceFirst("Id$", "");
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }

    private static String name(Class<?> type) {
        var said = type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return said == null || said.name().isEmpty() ? type.getSimpleName() : said.name();
    }

    private static Schema scalar(Class<?> type) {
        if (type == int.class || type == Integer.class) {
            return typed(SchemaType.INTEGER).format("int32");
        }
        if (type == long.class || type == Long.class) {
            return typed(SchemaType.INTEGER).format("int64");
        }
        if (type == boolean.class || type == Boolean.class) {
            return typed(SchemaType.BOOLEAN);
        }
        if (type == double.class || type == Double.class || type == Ratio.class) {
            return typed(SchemaType.NUMBER);
        }
        Schema text = typed(SchemaType.STRING);
        if (type == BigDecimal.class) {
            return text.format("decimal").pattern("^-?\\d{1,18}(\\.\\d{1,12})?$");
        }
        if (type == UUID.class) {
            return text.format("uuid");
        }
        if (type == LocalDate.class) {
            return text.format("date");
        }
        if (type == Instant.class) {
            return text.format("date-time");
        }
        if (type == YearMonth.class) {
            return text.pattern("^\\d{4}-\\d{2}$").examples(List.of("2026-03"));
        }
        if (type == Currency.class) {
            return text.pattern("^[A-Z]{3}$").examples(List.of("BRL"));
        }
        if (type == Version.class) {
            return text.pattern("^\"\\d+\"$").examples(List.of("\"3\""));
        }
        return type == String.class ? text : OASFactory.createSchema();
    }

    private static Schema money() {
        return typed(SchemaType.OBJECT)
                .addProperty(
                        "amount", typed(SchemaType.STRING).format("decimal").pattern("^-?\\d{1,14}(\\.\\d{1,4})?$"))
                .addProperty("currency", scalar(Currency.class))
                .required(List.of("amount", "currency"))
                .description("An exact amount: a decimal string and an ISO 4217 code.")
                // sorted: Map.of has another order in each JVM, and the document is compared as text
                .examples(List.of(new TreeMap<>(Map.of("amount", "48000.00", "currency", "BRL"))));
    }

    private static Schema enumeration(Class<?> type) {
        return typed(SchemaType.STRING)
                .description("New values may be added.")
                .addExtension(
                        "x-extensible-enum",
                        Arrays.stream(type.getEnumConstants())
                                .map(value -> ((Enum<?>) value).name())
                                .toList());
    }

    private Schema object(Class<?> type, Direction direction) {
        Schema schema = typed(SchemaType.OBJECT);
        List<String> required = new ArrayList<>();
        Map<String, RecordShape.Part> parts = RecordShape.of(type).parts();
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getAccessor().isAnnotationPresent(com.fasterxml.jackson.annotation.JsonIgnore.class)) {
                continue;
            }
            RecordShape.Part part = parts.get(component.getName());
            Schema property = constrained(of(part.type(), direction != Direction.ANSWER), component.getAccessor());
            boolean isOptional = part.isNullable() || direction == Direction.PATCH;
            String field = fieldName(component);
            schema.addProperty(field, isOptional ? nullable(property) : property);
            boolean isContainer = part.type() instanceof ParameterizedType;
            if (direction == Direction.ANSWER ? !isOmitted(component) : !isOptional && !isContainer) {
                required.add(field);
            }
        }
        if (!required.isEmpty()) {
            schema.setRequired(required);
        }
        if (direction != Direction.ANSWER) {
            schema.additionalPropertiesSchema(OASFactory.createSchema().booleanSchema(false));
        }
        org.eclipse.microprofile.openapi.annotations.media.Schema said =
                type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        if (said != null && !said.description().isEmpty()) {
            schema.setDescription(said.description());
        }
        return schema;
    }

    /** What {@code @Schema} says of a field; empty when nothing. */
    static String description(RecordComponent component) {
        var said =
                component.getAccessor().getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        return said == null ? "" : said.description();
    }

    /** What a field is called in JSON. */
    static String fieldName(RecordComponent component) {
        var named = component.getAccessor().getAnnotation(com.fasterxml.jackson.annotation.JsonProperty.class);
        return named == null || named.value().isEmpty() ? component.getName() : named.value();
    }

    private static boolean isOmitted(RecordComponent component) {
        return component.getAccessor().isAnnotationPresent(com.fasterxml.jackson.annotation.JsonInclude.class);
    }

    private static Schema constrained(Schema schema, AnnotatedElement element) {
        var said = element.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        boolean isReference = schema.getRef() != null;
        if (said != null && !said.description().isEmpty() && !isReference) {
            schema.setDescription(said.description());
        }
        var size = element.getAnnotation(jakarta.validation.constraints.Size.class);
        if (size != null && !isReference) {
            boolean isList = schema.getType() != null && schema.getType().contains(SchemaType.ARRAY);
            if (size.max() != Integer.MAX_VALUE) {
                schema = isList ? schema.maxItems(size.max()) : schema.maxLength(size.max());
            }
            if (size.min() > 0) {
                schema = isList ? schema.minItems(size.min()) : schema.minLength(size.min());
            }
        }
        var pattern = element.getAnnotation(jakarta.validation.constraints.Pattern.class);
        return pattern == null || isReference ? schema : schema.pattern(pattern.regexp());
    }

    private static Schema nullable(Schema schema) {
        if (schema.getRef() != null) {
            return OASFactory.createSchema().anyOf(List.of(schema, typed(SchemaType.NULL)));
        }
        return schema.getType() == null ? schema : schema.addType(SchemaType.NULL);
    }

    private Schema component(String name, Object owner, java.util.function.Supplier<Schema> make) {
        @Nullable Object known = owners.putIfAbsent(name, owner);
        if (known == null) {
            named.put(name, OASFactory.createSchema()); // holds the place of one that contains itself
            named.put(name, make.get());
        } else if (!known.equals(owner)) {
            faults.add("two schemas are called " + name + ": " + known + " and " + owner);
        }
        return OASFactory.createSchema().ref(REF + name);
    }

    private static Schema typed(SchemaType type) {
        return OASFactory.createSchema().type(List.of(type));
    }

    /** The example that a request record states by {@code @Schema(examples = …)}; null when it has none. */
    static @Nullable Object example(Class<?> type) {
        var said = type.getAnnotation(org.eclipse.microprofile.openapi.annotations.media.Schema.class);
        if (said == null || said.examples().length == 0) {
            return null;
        }
        try {
            JsonNode tree = JSON.readTree(said.examples()[0]);
            return JSON.convertValue(tree, new TypeReference<Object>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the example of " + type + " is not JSON", e);
        }
    }

    private enum Direction {
        REQUEST,
        PATCH,
        ANSWER
    }
}
