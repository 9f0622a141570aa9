package io.farol.local;

import java.util.Locale;
import java.util.concurrent.Callable;

/** One line for each part of the start, with the seconds it took. */
final class Progress {
    private final long startedAt = System.nanoTime();

    /** A part that has come up, and what to say about it. */
    record Done<T>(T value, String remark) {}

    <T> T part(String name, Callable<Done<T>> work) {
        long began = System.nanoTime();
        try {
            Done<T> done = work.call();
            line(name, began, done.remark());
            return done.value();
        } catch (RuntimeException e) {
            line(name, began, "FAILED");
            throw e;
        } catch (Exception e) {
            line(name, began, "FAILED");
            throw new IllegalStateException(name + ": " + e.getMessage(), e);
        }
    }

    void total(String what) {
        line(what, startedAt, "");
    }

    void say(String text) {
        System.out.println(text);
    }

    private static synchronized void line(String name, long began, String remark) {
        System.out.println(String.format(Locale.ROOT, "  %-28s %6.1f s  %s", name, seconds(began), remark)
                .stripTrailing());
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
