package io.farol.metrics.viewpoint;

import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Months as numbers of the ledger ({@code year * 12 + month of year - 1}) and as answers show them. */
public final class Months {
    private Months() {}

    /** Number of a month. */
    public static int number(YearMonth month) {
        return month.getYear() * 12 + month.getMonthValue() - 1;
    }

    /** The month of a number. */
    public static YearMonth of(int number) {
        return YearMonth.of(Math.floorDiv(number, 12), Math.floorMod(number, 12) + 1);
    }

    /** First day of a month. */
    public static LocalDate firstDayOf(int month) {
        return of(month).atDay(1);
    }

    /** Last day of a month. */
    public static LocalDate lastDayOf(int month) {
        return of(month).atEndOfMonth();
    }

    /** The value of a parameter that a request must have. */
    public static YearMonth required(String parameter, @Nullable YearMonth month) {
        if (month == null) {
            throw DomainException.invalid(List.of(Fault.in(parameter, PlatformError.REQUIRED)));
        }
        return month;
    }

    /** What has to be said of a stretch of whole months on a business day: PARTIAL when it is running, FUTURE when it has not begun. */
    public static List<String> flags(int first, int last, LocalDate asOf) {
        if (firstDayOf(first).isAfter(asOf)) {
            return List.of("FUTURE");
        }
        return lastDayOf(last).isAfter(asOf) ? List.of("PARTIAL") : List.of();
    }
}
