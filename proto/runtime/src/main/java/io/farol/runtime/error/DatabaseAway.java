package io.farol.runtime.error;

import java.sql.SQLException;
import java.util.Set;

/** Tells a database that cannot be reached now from a statement that it refused: the first says nothing against the work, which may be tried again. */
public final class DatabaseAway {
    /** Classes of SQL states: 08 connection, 53 resources, 57 operator. The pool's own failures, such as no free connection in time, have none. */
    private static final Set<String> CLASSES = Set.of("08", "53", "57");

    private DatabaseAway() {}

    /** Whether it is at the bottom of a failure. */
    public static boolean isCauseOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                String state = sql.getSQLState();
                return state == null || state.length() >= 2 && CLASSES.contains(state.substring(0, 2));
            }
        }
        return false;
    }
}
