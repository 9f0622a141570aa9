package io.farol.onboarding.onboarding;

import io.farol.onboarding.onboarding.OnboardingCard.Drawn;
import io.farol.runtime.error.Labels;
import io.farol.runtime.error.Language;
import io.farol.runtime.feed.SourceFreshness;
import io.farol.runtime.rest.Boards.TextColumn;
import io.farol.runtime.rest.ListedBy;
import io.farol.runtime.security.Role;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.LocalDate;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** The board of the onboardings that are being worked on. */
@Path("/v1/onboardings/board")
@Tag(name = "Onboardings")
@RunOnVirtualThread
public class OnboardingBoardResource {
    private final OnboardingBoards boards;
    private final Portfolio portfolio;

    OnboardingBoardResource(OnboardingBoards boards, Portfolio portfolio) {
        this.boards = boards;
        this.portfolio = portfolio;
    }

    /**
     * A column of the board.
     *
     * @param key a phase, or an owner's name; NONE = without owner
     * @param count cards of it, on all pages
     * @param lateCount of them, late ones
     * @param items late ones first, then who is longest in the phase
     */
    public record OnboardingColumn(
            String key,
            String label,
            long count,
            long lateCount,
            long pausedCount,
            List<OnboardingCard> items,
            @Nullable String nextPageToken) {}

    /** Sums over the columns answered. */
    public record OnboardingTotals(long count, long lateCount, long pausedCount) {}

    /**
     * The board.
     *
     * @param asOf the tenant's business day
     */
    public record OnboardingBoard(
            List<OnboardingColumn> columns, OnboardingTotals totals, LocalDate asOf, List<SourceFreshness> freshness) {}

    @GET
    @RolesAllowed({Role.ADMIN, Role.LEADER, Role.CSM, Role.VIEWER, Role.INTEGRATION})
    @ListedBy(OnboardingBoards.ByPhase.class)
    @Operation(
            summary =
                    "Shows what is being worked on by phase or by owner, late ones first; ?column=KEY&pageToken= pages one column")
    public OnboardingBoard onboardingBoard(
            @QueryParam("by") @DefaultValue("PHASE") OnboardingBoardBy by,
            @HeaderParam("Accept-Language") @Nullable String language) {
        OnboardingBoards.Board board = boards.board(by);
        List<OnboardingColumn> columns = board.columns().stream()
                .map(column -> column(column, label(by, column.key(), Language.accepted(language))))
                .toList();
        return new OnboardingBoard(
                columns,
                new OnboardingTotals(
                        columns.stream().mapToLong(OnboardingColumn::count).sum(),
                        columns.stream().mapToLong(OnboardingColumn::lateCount).sum(),
                        columns.stream()
                                .mapToLong(OnboardingColumn::pausedCount)
                                .sum()),
                board.asOf(),
                board.freshness());
    }

    private OnboardingColumn column(TextColumn<Drawn> column, String label) {
        return new OnboardingColumn(
                column.key(),
                label,
                column.count(),
                column.sums().getOrDefault(OnboardingBoards.LATE, 0L),
                column.sums().getOrDefault(OnboardingBoards.PAUSED, 0L),
                portfolio.cards(column.page().items()),
                column.page().nextPageToken());
    }

    private static String label(OnboardingBoardBy by, String key, Language language) {
        if (by == OnboardingBoardBy.PHASE) {
            return Labels.of(OnboardingPhase.valueOf(key), language);
        }
        return key.equals(OnboardingBoards.NOBODY) ? Labels.of("board", "noOwner", language) : key;
    }
}
