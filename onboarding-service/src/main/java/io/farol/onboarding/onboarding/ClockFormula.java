package io.farol.onboarding.onboarding;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Counts days; ranges are half-open. */
final class ClockFormula {
    private ClockFormula() {}

    /** A time of rest. @param until first day at work again; null = not yet */
    record Rest(LocalDate from, @Nullable LocalDate until) {}

    /** Days of rest within {@code [from, until)}; rests do not overlap one another. */
    static long restDays(List<Rest> rests, LocalDate from, LocalDate until) {
        long days = 0;
        for (Rest rest : rests) {
            LocalDate begins = rest.from().isAfter(from) ? rest.from() : from;
            @Nullable LocalDate ends = rest.until();
            LocalDate ended = ends == null || ends.isAfter(until) ? until : ends;
            days += Math.max(0, ChronoUnit.DAYS.between(begins, ended));
        }
        return days;
    }

    /** Days from the start to a day; 0 when it has not begun. */
    static long days(LocalDate from, LocalDate until) {
        return Math.max(0, ChronoUnit.DAYS.between(from, until));
    }
}
