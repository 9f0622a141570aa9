package io.farol.runtime.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.Validator;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns a JSON tree into records and finds every fault of it on the way, so that a form can mark all its fields at once: unknown fields, missing values (a component that is not
 * {@code @Nullable}; absent lists are empty), wrong types, values that are none, bean validation, and what compact constructors refuse.
 */
@ApplicationScoped
public class JsonBinder {
    private static final int MAX_FAULTS = 100;

    private final ObjectMapper mapper;
    private final Constraints constraints;

    JsonBinder(ObjectMapper mapper, Validator validator) {
        this.mapper = mapper;
        this.constraints = new Constraints(validator);
    }

    /** The tree as a value of a type; throws with all its faults. */
    public <T> T bind(JsonNode tree, Class<T> type) {
        return type.cast(bind(tree, (Type) type));
    }

    Object bind(JsonNode tree, Type type) {
        List<Fault> faults = new ArrayList<>();
        @Nullable Object value = value(tree, type, "", faults);
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        if (value == null) {
            throw new DomainException(PlatformError.BODY_REQUIRED, "the body is null");
        }
        return value;
    }

    /** A value as the tree that a client would send. */
    JsonNode tree(@Nullable Object value) {
        if (value == null || !value.getClass().isRecord() || value instanceof Money || isScalar(value)) {
            return mapper.valueToTree(value);
        }
        ObjectNode tree = mapper.createObjectNode();
        for (RecordComponent component : value.getClass().getRecordComponents()) {
            tree.set(component.getName(), tree(RecordShape.read(component, value)));
        }
        return tree;
    }

    private static boolean isScalar(Object value) {
        return Scalars.isScalar(value.getClass());
    }

    private @Nullable Object value(JsonNode node, Type type, String pointer, List<Fault> faults) {
        if (faults.size() >= MAX_FAULTS || node.isNull()) {
            return null;
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return container(node, raw, generic.getActualTypeArguments(), pointer, faults);
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalStateException("request types are plain: " + type);
        }
        if (plain == Money.class) {
            return money(node, pointer, faults);
        }
        if (Scalars.isScalar(plain)) {
            return scalar(node, plain, pointer, faults);
        }
        if (plain.isRecord()) {
            return aRecord(node, plain, pointer, faults);
        }
        try {
            return mapper.treeToValue(node, plain);
        } catch (JsonProcessingException e) {
            faults.add(Fault.at(pointer, PlatformError.INVALID_VALUE));
            return null;
        }
    }

    private @Nullable Object aRecord(JsonNode node, Class<?> type, String pointer, List<Fault> faults) {
        if (!node.isObject()) {
            faults.add(wrongType(pointer, "an object"));
            return null;
        }
        int before = faults.size();
        RecordShape shape = RecordShape.of(type);
        node.fieldNames().forEachRemaining(name -> {
            if (!shape.parts().containsKey(name) && faults.size() < MAX_FAULTS) {
                faults.add(
                        Fault.at(child(pointer, name), PlatformError.UNKNOWN_FIELD, Map.of("field", shortened(name))));
            }
        });
        @Nullable Object[] values = new @Nullable Object[shape.parts().size()];
        int index = 0;
        for (Map.Entry<String, RecordShape.Part> part : shape.parts().entrySet()) {
            values[index++] = component(node, type, part.getKey(), part.getValue(), pointer, faults);
        }
        return faults.size() > before ? null : created(shape, values, pointer, faults);
    }

    private @Nullable Object component(
            JsonNode node, Class<?> owner, String name, RecordShape.Part part, String pointer, List<Fault> faults) {
        String place = child(pointer, name);
        JsonNode child = node.path(name);
        if (child.isMissingNode() || child.isNull()) {
            @Nullable Object absent = absent(part.type());
            if (absent == null && !part.isNullable()) {
                faults.add(Fault.at(place, PlatformError.REQUIRED));
            } else {
                faults.addAll(constraints.check(owner, name, absent, place));
            }
            return absent;
        }
        int before = faults.size();
        @Nullable Object value = value(child, part.type(), place, faults);
        if (faults.size() == before) {
            faults.addAll(constraints.check(owner, name, value, place));
        }
        return value;
    }

    private static @Nullable Object absent(Type type) {
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            if (raw == List.class || raw == Collection.class) {
                return List.of();
            }
            if (raw == Set.class) {
                return Set.of();
            }
            return raw == Map.class ? Map.of() : null;
        }
        return null;
    }

    private static @Nullable Object created(
            RecordShape shape, @Nullable Object[] values, String pointer, List<Fault> faults) {
        try {
            return shape.create(values);
        } catch (DomainException e) {
            if (e.faults().isEmpty()) {
                faults.add(Fault.at(pointer, e.code(), e.params()));
            }
            for (Fault fault : e.faults()) {
                faults.add(Fault.at(
                        pointer + (fault.pointer() == null ? "" : fault.pointer()), fault.code(), fault.params()));
            }
        } catch (IllegalArgumentException | ArithmeticException e) {
            faults.add(Fault.at(pointer, PlatformError.INVALID_VALUE));
        }
        return null;
    }

    private @Nullable Object container(
            JsonNode node, Class<?> raw, Type[] arguments, String pointer, List<Fault> faults) {
        if (raw == Map.class) {
            return map(node, arguments[1], pointer, faults);
        }
        if (!node.isArray()) {
            faults.add(wrongType(pointer, "a list"));
            return null;
        }
        List<Object> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            String place = child(pointer, Integer.toString(i));
            if (node.get(i).isNull()) {
                faults.add(Fault.at(place, PlatformError.REQUIRED));
                continue;
            }
            @Nullable Object item = value(node.get(i), arguments[0], place, faults);
            if (item != null) {
                items.add(item);
            }
        }
        return raw == Set.class ? new LinkedHashSet<>(items) : items;
    }

    private @Nullable Object map(JsonNode node, Type type, String pointer, List<Fault> faults) {
        if (!node.isObject()) {
            faults.add(wrongType(pointer, "an object"));
            return null;
        }
        Map<String, Object> entries = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String place = child(pointer, entry.getKey());
            if (entry.getValue().isNull()) {
                faults.add(Fault.at(place, PlatformError.REQUIRED));
                return;
            }
            @Nullable
            Object key = scalar(mapper.getNodeFactory().textNode(entry.getKey()), String.class, place, faults);
            @Nullable Object value = value(entry.getValue(), type, place, faults);
            if (key != null && value != null) {
                entries.put(key.toString(), value);
            }
        });
        return entries;
    }

    private static @Nullable Object money(JsonNode node, String pointer, List<Fault> faults) {
        if (!node.isObject()) {
            faults.add(wrongType(pointer, "an object {\"amount\":\"48000.00\",\"currency\":\"BRL\"}"));
            return null;
        }
        int before = faults.size();
        node.fieldNames().forEachRemaining(name -> {
            if (!name.equals("amount") && !name.equals("currency")) {
                faults.add(
                        Fault.at(child(pointer, name), PlatformError.UNKNOWN_FIELD, Map.of("field", shortened(name))));
            }
        });
        String amountPlace = pointer + "/amount";
        @Nullable BigDecimal amount = null;
        if (node.path("amount").isNumber()) {
            faults.add(wrongType(amountPlace, "a decimal string"));
        } else {
            amount = (BigDecimal) required(node.path("amount"), BigDecimal.class, amountPlace, faults);
        }
        @Nullable
        Object currency = required(node.path("currency"), java.util.Currency.class, pointer + "/currency", faults);
        if (amount != null && amount.stripTrailingZeros().scale() > Money.SCALE) {
            faults.add(Fault.at(amountPlace, PlatformError.TOO_MANY_DECIMALS, Map.of("max", Money.SCALE)));
        }
        if (amount != null && amount.precision() - amount.scale() > 14) {
            faults.add(Fault.at(
                    amountPlace,
                    PlatformError.OUT_OF_RANGE,
                    Map.of("min", "-99999999999999", "max", "99999999999999")));
        }
        return amount == null || currency == null || faults.size() > before
                ? null
                : new Money(amount, (java.util.Currency) currency);
    }

    private static @Nullable Object required(JsonNode node, Class<?> type, String pointer, List<Fault> faults) {
        if (node.isMissingNode() || node.isNull()) {
            faults.add(Fault.at(pointer, PlatformError.REQUIRED));
            return null;
        }
        return scalar(node, type, pointer, faults);
    }

    private static @Nullable Object scalar(JsonNode node, Class<?> type, String pointer, List<Fault> faults) {
        String expected = expected(type);
        boolean isNumber = expected.equals("a whole number") || type == Ratio.class;
        boolean fits =
                switch (expected) {
                    case "a whole number" -> node.isIntegralNumber();
                    case "true or false" -> node.isBoolean();
                    case "a number" -> node.isNumber() || node.isTextual();
                    default -> node.isTextual();
                };
        if (!fits) {
            faults.add(wrongType(pointer, expected));
            return null;
        }
        if (node.isNumber() && !isNumber && node.decimalValue().scale() < -18) {
            faults.add(Fault.at(pointer, PlatformError.NOT_A_NUMBER));
            return null;
        }
        try {
            return Scalars.parse(type, node.isNumber() ? plain(node) : node.asText());
        } catch (DomainException e) {
            faults.add(Fault.at(pointer, e.code(), e.params()));
            return null;
        }
    }

    private static String plain(JsonNode number) {
        BigDecimal value = number.decimalValue();
        return Math.abs(value.scale()) > 40 ? "" : value.toPlainString();
    }

    private static String expected(Class<?> type) {
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        return type == BigDecimal.class || type == Ratio.class ? "a number" : "a text";
    }

    private static Fault wrongType(String pointer, String expected) {
        ErrorCode code = PlatformError.WRONG_TYPE;
        return Fault.at(pointer, code, Map.of("expected", expected));
    }

    private static String child(String pointer, String name) {
        return pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) : text;
    }
}
