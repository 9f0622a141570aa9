package io.farol.runtime.rest;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Misfortunes: an answer that is lost after the commit, and a first call that takes long. */
@ApplicationScoped
class Crash {
    static final String LOSE_ANSWER = "X-Lose-Answer";

    private CountDownLatch entered = new CountDownLatch(1);
    private CountDownLatch released = new CountDownLatch(1);

    void prepare() {
        entered = new CountDownLatch(1);
        released = new CountDownLatch(1);
    }

    boolean isEntered() throws InterruptedException {
        return entered.await(20, TimeUnit.SECONDS);
    }

    void release() {
        released.countDown();
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

    /** The transaction has committed, the answer is not yet on its way: here something breaks. */
    static class DeadLine {
        @ServerResponseFilter
        void cut(ContainerRequestContext request, ContainerResponseContext response) {
            if (request.getHeaderString(LOSE_ANSWER) != null && response.getStatus() == 201) {
                throw new IllegalStateException("the answer is lost");
            }
        }
    }
}
