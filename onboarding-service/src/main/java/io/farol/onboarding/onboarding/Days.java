package io.farol.onboarding.onboarding;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/** Refuses days that lie outside what a step allows. */
final class Days {
    private Days() {}

    static Fault outOfRange(String pointer, LocalDate first, LocalDate last) {
        return Fault.at(pointer, PlatformError.OUT_OF_RANGE, Map.of("min", first.toString(), "max", last.toString()));
    }

    /** The day, when it is in {@code [first, last]}. */
    static LocalDate within(String pointer, LocalDate day, LocalDate first, LocalDate last) {
        if (day.isBefore(first) || day.isAfter(last)) {
            throw DomainException.invalid(List.of(outOfRange(pointer, first, last)));
        }
        return day;
    }
}
