package io.farol.accounts.account;

import io.farol.accounts.member.MemberId;
import io.farol.accounts.member.Members;
import io.farol.accounts.setting.AttributeDefinitions;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Selection;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Edits of all accounts that a filter chooses: a preview says which, an application changes exactly those. Should the filter choose others by then (one came, one went), nothing is changed: whoever
 * applies has seen what happens.
 */
@ApplicationScoped
class AccountBulkEdits {
    /** Most accounts of one edit; more go through an import. */
    static final int MOST = 50_000;

    private static final String TYPE = "ACCOUNT_BULK_EDIT";
    private static final String PLACE = "/changes";
    private static final Duration APPLICABLE = Duration.ofMinutes(15);

    private final AccountBulkEditRepository edits;
    private final AccountBulkMerge merge;
    private final AccountRepository accounts;
    private final Members members;
    private final AttributeDefinitions attributes;
    private final Lists lists;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    AccountBulkEdits(
            AccountBulkEditRepository edits,
            AccountBulkMerge merge,
            AccountRepository accounts,
            Members members,
            AttributeDefinitions attributes,
            Lists lists,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.edits = edits;
        this.merge = merge;
        this.accounts = accounts;
        this.members = members;
        this.attributes = attributes;
        this.lists = lists;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    @Transactional
    AccountBulkEditView get(AccountBulkEditId id) {
        return edits.find(id).orElseThrow(DomainException::notFound).view();
    }

    /** Says what the request's filters choose and keeps it with the changes; no account is changed. */
    @Transactional
    AccountBulkEditView preview(MergePatch<AccountBulkChanges.Request> request) {
        Selection selection = lists.selection(AccountSql.Present.LISTING, accounts.listed());
        Map<String, @Nullable Object> changes = sent(request);
        AccountBulkMerge.Chosen chosen = merge.choose(selection, MOST + 1);
        if (chosen.count() > MOST) {
            throw new DomainException(
                    AccountBulkEditError.BULK_EDIT_TOO_LARGE, "too many accounts", Map.of("max", MOST));
        }
        merge.checkTaxIds(changes);
        checkCsm(changes);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        AccountBulkEditView edit = new AccountBulkEditView(
                new AccountBulkEditId(UuidV7.next()),
                new Version(1),
                AccountBulkEditState.PREVIEWED,
                chosen.count(),
                chosen.sample(),
                changes,
                selection.filters(),
                now,
                now.plus(APPLICABLE),
                null,
                null,
                null,
                List.of());
        edits.insert(edit, chosen.fingerprint());
        audit.record(TYPE, edit.id().value(), "CREATED", null, edit);
        return get(edit.id());
    }

    /** Changes the accounts of the preview, all in one transaction. */
    @Transactional
    AccountBulkEditView apply(AccountBulkEditId id, @Nullable Version expected) {
        Version.required(expected);
        AccountBulkEditRepository.Kept kept = edits.lock(id).orElseThrow(DomainException::notFound);
        AccountBulkEditView before = kept.view();
        Version.check(expected, before.etag().number(), () -> before);
        switch (before.state()) {
            case APPLIED -> throw refused(AccountBulkEditError.BULK_EDIT_APPLIED, "appliedAt", before.appliedAt());
            case EXPIRED -> throw refused(AccountBulkEditError.BULK_EDIT_EXPIRED, "expiresAt", before.expiresAt());
            case PREVIEWED -> {}
        }
        Selection selection = lists.selection(AccountSql.Present.LISTING, accounts.listed(), before.filters());
        AccountBulkMerge.Chosen chosen = merge.lock(selection, MOST + 1);
        if (!chosen.fingerprint().equals(kept.fingerprint())) {
            throw new DomainException(
                    AccountBulkEditError.BULK_EDIT_OUTDATED,
                    "the filter chooses other accounts",
                    Map.of("previewed", before.count(), "matching", chosen.count()));
        }
        checkCsm(before.changes());
        long changed = merge.merge(id, before.changes(), edits.json(before.changes()));
        if (changed > 0) {
            outbox.stampAfterCommit();
        }
        edits.applied(id, changed);
        AccountBulkEditView after = get(id);
        audit.record(TYPE, id.value(), "APPLIED", before, after);
        return after;
    }

    /** Refuses to hand accounts over to who cannot be their CSM. */
    private void checkCsm(Map<String, @Nullable Object> changes) {
        Optional.ofNullable(changes.get("csmId"))
                .flatMap(csm -> members.refusalAsCsm(
                        csm instanceof MemberId id ? id : new MemberId(UUID.fromString(csm.toString()))))
                .ifPresent(refusal -> {
                    throw DomainException.invalid(List.of(Fault.at(PLACE + "/csmId", refusal)));
                });
    }

    private static DomainException refused(AccountBulkEditError error, String what, @Nullable Instant when) {
        return new DomainException(error, what + " " + when, Map.of(what, String.valueOf(when)));
    }

    /** What the client sent, by field, in canonical writing; null clears. */
    private Map<String, @Nullable Object> sent(MergePatch<AccountBulkChanges.Request> request) {
        Map<String, String> declared = attributes.keys().stream().collect(Collectors.toMap(key -> key, key -> ""));
        AccountBulkChanges wanted = request.mergedInto(new AccountBulkChanges.Request(AccountBulkChanges.of(declared)))
                .changes();
        Map<String, @Nullable Object> sent = new TreeMap<>();
        wanted.fields().forEach((field, value) -> {
            if (request.hasAt(PLACE + "/" + field)) {
                sent.put(field, value);
            }
        });
        Map<String, @Nullable Object> values = new TreeMap<>(canonical(wanted.attributes().entrySet().stream()
                .filter(value -> request.hasAt(PLACE + "/attributes/" + escaped(value.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, TreeMap::new))));
        declared.keySet().stream()
                .filter(key -> !wanted.attributes().containsKey(key))
                .forEach(key -> values.put(key, null));
        if (!values.isEmpty()) {
            sent.put("attributes", values);
        }
        if (sent.isEmpty()) {
            throw DomainException.invalid(List.of(Fault.at(PLACE, PlatformError.REQUIRED)));
        }
        return sent;
    }

    private Map<String, String> canonical(Map<String, String> values) {
        try {
            return attributes.canonical(values);
        } catch (DomainException e) {
            throw DomainException.invalid(e.faults().stream()
                    .map(fault -> Fault.at(PLACE + fault.pointer(), fault.code(), fault.params()))
                    .toList());
        }
    }

    private static String escaped(String key) {
        return key.replace("~", "~0").replace("/", "~1");
    }
}
