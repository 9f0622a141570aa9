package io.farol.runtime.errand;

import io.farol.runtime.tenant.TenantId;
import java.time.Duration;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** A kind of thing that another service is told, until it has answered: a feature's part of it, the bean that {@link Errands} runs. */
public interface Errand {
    /** Where it stands what is still to be told. */
    ErrandTable table();

    /** How long a replica may be at one of them before it is taken for dead: longer than all tries of the calls of one step. */
    Duration lease();

    /** How many of them one replica runs at a time. */
    int atOnce();

    /**
     * Tells what can be told now about one thing. The call stands between two transactions: one that reads, one that writes the outcome and, when nothing is left, {@linkplain Errands#forget forgets} the
     * errand. A replica may die anywhere in between, so whatever is said again must change nothing over there. When it throws, it is run again later, for ever.
     *
     * @param subject what the errand is about
     * @param isEnding whether this replica is to stop: the step at hand is the last one
     */
    void run(TenantId tenant, UUID subject, BooleanSupplier isEnding) throws Exception;
}
