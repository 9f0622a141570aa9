package io.farol.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.farol.bench.KillDrill;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The small edition of {@code deploy/bench/run KillDrill}. */
class KillDrillIT {
    @Test
    void losesNothingAndCountsNothingTwiceWhenServicesAreKilled() throws Exception {
        assertEquals(List.of(), KillDrill.run(5_000, 2));
    }
}
