package io.farol.pipeline.deal;

import jakarta.validation.constraints.Size;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A wish to move a deal, with what the stages on the way ask to be told.
 *
 * @param toStage forward over several stages when every requirement on the way is met, back, or out
 * @param confirmation for OPPORTUNITY
 * @param acceptance for FORECAST
 * @param win for EXPAND_WON
 * @param loss for LOST
 * @param reason of going back, of DISMISSED and of reopening
 */
@Schema(name = "StageChangeRequest", examples = "{\"toStage\":\"LOST\",\"loss\":{\"reasons\":[\"NO_BUDGET\"]}}")
record StageChangeDetails(
        DealStage toStage,
        @Nullable Confirmation confirmation,
        @Nullable Acceptance acceptance,
        @Nullable Win win,
        @Nullable Loss loss,
        @Nullable @Size(min = 1, max = 2000) String reason) {

    /**
     * How a deal was won.
     *
     * @param reasons what decided
     * @param startsOn first day on which the sold terms hold
     */
    @Schema(name = "Win")
    record Win(
            @Size(max = 10) List<WinReason> reasons,
            @Nullable LocalDate startsOn,
            @Nullable @Size(max = 2000) String note) {
        Win {
            reasons = reasons.stream().distinct().sorted().toList();
        }
    }

    /** Why a deal was lost. */
    @Schema(name = "Loss")
    record Loss(
            @Size(max = 10) List<LossReason> reasons,
            @Nullable @Size(max = 2000) String note) {
        Loss {
            reasons = reasons.stream().distinct().sorted().toList();
        }
    }
}
