package io.farol.accounts.account;

import io.farol.runtime.rest.Version;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A bulk edit of accounts as answered.
 *
 * @param count accounts that the filters chose at the preview; exactly those are changed, or none
 * @param sample the first ten of them at most, by id, as they were called at the preview
 * @param changes fields that are set, by name: null clears, absent stays
 * @param filters parameters of the list and their values, as they were sent
 * @param expiresAt until when it can be applied, exclusive
 * @param changed accounts that were changed; null = not applied
 * @param unchanged accounts that had the values already and were left alone; null = not applied
 * @param can what the caller may do with it now
 */
@Schema(name = "AccountBulkEdit")
record AccountBulkEditView(
        AccountBulkEditId id,
        Version etag,
        AccountBulkEditState state,
        long count,
        List<AccountBulkEditSample> sample,
        Map<String, @Nullable Object> changes,
        Map<String, List<String>> filters,
        Instant createdAt,
        Instant expiresAt,
        @Nullable Instant appliedAt,
        @Nullable Long changed,
        @Nullable Long unchanged,
        List<AccountBulkEditAction> can) {

    /** One of the accounts. */
    record AccountBulkEditSample(AccountId id, String name) {}

    /**
     * That a bulk edit was applied.
     *
     * @param changed accounts with a new version and event
     * @param unchanged accounts that had the values already
     * @param resource the bulk edit after it
     */
    record AccountBulkEditApplication(long changed, long unchanged, AccountBulkEditView resource) {
        static AccountBulkEditApplication of(AccountBulkEditView applied) {
            if (applied.changed() == null || applied.unchanged() == null) {
                throw new IllegalStateException("an applied edit says what it changed");
            }
            return new AccountBulkEditApplication(applied.changed(), applied.unchanged(), applied);
        }
    }

    AccountBulkEditView allowing(List<AccountBulkEditAction> actions) {
        return new AccountBulkEditView(
                id, etag, state, count, sample, changes, filters, createdAt, expiresAt, appliedAt, changed, unchanged,
                actions);
    }
}
