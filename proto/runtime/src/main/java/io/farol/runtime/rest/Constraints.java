package io.farol.runtime.rest;

import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import jakarta.validation.constraints.Size;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Bean validation in our words: each violated constraint becomes a fault with a code of ours. Texts without a stated size may have 2,000 characters. */
final class Constraints {
    private static final int LONGEST_TEXT = 2_000;

    private final Validator validator;
    private final Map<Class<?>, Set<String>> constrained = new ConcurrentHashMap<>();

    Constraints(Validator validator) {
        this.validator = validator;
    }

    /** Faults of one component's value, whatever its siblings are. */
    List<Fault> check(Class<?> owner, String name, @Nullable Object value, String pointer) {
        Set<String> names = constrained.computeIfAbsent(owner, this::constrainedNames);
        List<Fault> faults = new ArrayList<>();
        if (names.contains(name)) {
            for (ConstraintViolation<?> violation : validator.validateValue(owner, name, value)) {
                faults.add(fault(violation, pointer + inside(violation.getPropertyPath())));
            }
        }
        if (faults.isEmpty() && value instanceof String text && text.length() > LONGEST_TEXT && !isSized(owner, name)) {
            faults.add(Fault.at(pointer, PlatformError.TOO_LONG, Map.of("max", LONGEST_TEXT)));
        }
        return faults;
    }

    private Set<String> constrainedNames(Class<?> owner) {
        return Set.copyOf(validator.getConstraintsForClass(owner).getConstrainedProperties().stream()
                .map(jakarta.validation.metadata.PropertyDescriptor::getPropertyName)
                .toList());
    }

    private static boolean isSized(Class<?> owner, String name) {
        return Arrays.stream(owner.getRecordComponents())
                .filter(component -> component.getName().equals(name))
                .map(RecordComponent::getAccessor)
                .anyMatch(accessor -> accessor.isAnnotationPresent(Size.class));
    }

    private static String inside(Path path) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : path) {
            if (node.getIndex() != null) {
                pointer.append('/').append(node.getIndex());
            } else if (node.getKey() != null) {
                pointer.append('/').append(node.getKey());
            }
        }
        return pointer.toString();
    }

    /** A violation of a method's parameter or of a body that was not read by {@link JsonBinder}. */
    static Fault fault(ConstraintViolation<?> violation) {
        StringBuilder pointer = new StringBuilder();
        String parameter = "";
        for (Path.Node node : violation.getPropertyPath()) {
            if (node.getKind() == ElementKind.PARAMETER) {
                parameter = node.getName();
            } else if (node.getKind() == ElementKind.PROPERTY) {
                pointer.append('/').append(node.getName());
            }
        }
        if (pointer.isEmpty()) {
            Fault fault = fault(violation, "");
            return Fault.in(parameter, fault.code(), fault.params());
        }
        return fault(violation, pointer.toString());
    }

    private static Fault fault(ConstraintViolation<?> violation, String pointer) {
        Map<String, Object> attributes = violation.getConstraintDescriptor().getAttributes();
        String constraint = violation
                .getConstraintDescriptor()
                .getAnnotation()
                .annotationType()
                .getSimpleName();
        return switch (constraint) {
            case "NotNull", "NotBlank", "NotEmpty" -> Fault.at(pointer, PlatformError.REQUIRED);
            case "Size" -> size(violation.getInvalidValue(), attributes, pointer);
            case "Digits" ->
                Fault.at(
                        pointer,
                        PlatformError.TOO_MANY_DECIMALS,
                        Map.of("max", attributes.getOrDefault("fraction", 0)));
            case "Min", "DecimalMin" ->
                Fault.at(
                        pointer,
                        PlatformError.OUT_OF_RANGE,
                        Map.of("min", attributes.getOrDefault("value", ""), "max", "∞"));
            case "Max", "DecimalMax" ->
                Fault.at(
                        pointer,
                        PlatformError.OUT_OF_RANGE,
                        Map.of("min", "-∞", "max", attributes.getOrDefault("value", "")));
            case "Positive", "PositiveOrZero" ->
                Fault.at(pointer, PlatformError.OUT_OF_RANGE, Map.of("min", 0, "max", "∞"));
            case "Negative", "NegativeOrZero" ->
                Fault.at(pointer, PlatformError.OUT_OF_RANGE, Map.of("min", "-∞", "max", 0));
            case "Pattern", "Email" -> Fault.at(pointer, PlatformError.PATTERN_MISMATCH);
            default -> Fault.at(pointer, PlatformError.INVALID_VALUE);
        };
    }

    private static Fault size(@Nullable Object value, Map<String, Object> attributes, String pointer) {
        int min = (int) attributes.getOrDefault("min", 0);
        int max = (int) attributes.getOrDefault("max", Integer.MAX_VALUE);
        boolean isText = value instanceof CharSequence;
        int size = value instanceof CharSequence text
                ? text.length()
                : value instanceof java.util.Collection<?> several
                        ? several.size()
                        : value instanceof Map<?, ?> map ? map.size() : 0;
        if (size < min) {
            return isText
                    ? Fault.at(pointer, PlatformError.TOO_SHORT, Map.of("min", min))
                    : Fault.at(pointer, PlatformError.REQUIRED);
        }
        return Fault.at(pointer, isText ? PlatformError.TOO_LONG : PlatformError.TOO_MANY_ITEMS, Map.of("max", max));
    }
}
