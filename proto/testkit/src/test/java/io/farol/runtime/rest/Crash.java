package io.farol.runtime.rest;

import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Misfortunes: an answer that is lost after the commit, and a first call that takes long. */
@ApplicationScoped
class Crash {
    static final String LOSE_ANSWER = "X-Lose-Answer";

    volatile CountDownLatch entered = new CountDownLatch(1);
    volatile CountDownLatch released = new CountDownLatch(1);

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    if (context.request().getHeader(LOSE_ANSWER) != null) {
                        context.addHeadersEndHandler(
                                ignored -> context.request().connection().close());
                    }
                    context.next();
                },
                500);
    }

    void holdBack(String name) {
        if (name.equals("slow")) {
            entered.countDown();
            try {
                if (!released.await(30, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("never released");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
