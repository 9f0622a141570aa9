package io.farol.accounts.account;

import io.farol.accounts.member.MemberId;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What a bulk edit sets on each account, fields as in {@link AccountDetails}. Changed groups hold from today on.
 *
 * @param tags all tags that the accounts have afterwards
 * @param attributes values of declared custom attributes by key; those that are not named stay
 */
@Schema(
        name = "AccountBulkChanges",
        description = "What is sent is set on each account, null clears, absent stays (RFC 7396).")
record AccountBulkChanges(
        @Nullable @Size(min = 1, max = 100) String sector,
        @Nullable @Size(min = 1, max = 100) String region,
        @Nullable @Pattern(regexp = "[A-Z]{2}") String country,
        @Nullable @Size(min = 1, max = 100) String channel,
        @Nullable @Size(min = 1, max = 100) String sellerName,
        @Nullable MemberId csmId,
        @Size(max = 50) List<@NotBlank @Size(max = 60) String> tags,
        @Size(max = 50) Map<String, String> attributes) {

    AccountBulkChanges {
        tags = tags.stream().distinct().sorted().toList();
        attributes = new TreeMap<>(attributes);
    }

    /** Nothing but attributes. */
    static AccountBulkChanges of(Map<String, String> attributes) {
        return new AccountBulkChanges(null, null, null, null, null, null, List.of(), attributes);
    }

    /** Fields but the attributes, by name. */
    Map<String, @Nullable Object> fields() {
        Map<String, @Nullable Object> fields = new TreeMap<>();
        fields.put("sector", sector);
        fields.put("region", region);
        fields.put("country", country);
        fields.put("channel", channel);
        fields.put("sellerName", sellerName);
        fields.put("csmId", csmId);
        fields.put("tags", tags);
        return fields;
    }

    /**
     * The body of a bulk edit.
     *
     * @param changes what each account gets, at least one
     */
    @Schema(name = "AccountBulkEditRequest", examples = """
            {"changes":{"sector":"Retail","sellerName":"Rui","channel":null}}""")
    record Request(AccountBulkChanges changes) {}
}
