package io.farol.accounts.member;

import io.farol.runtime.audit.Actors;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.BatchItemResult;
import io.farol.runtime.rest.BatchItemStatus;
import io.farol.runtime.rest.ExternalIds;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with members of the team; the only way in for REST and the other features. */
@ApplicationScoped
public class Members {
    private static final String TYPE = "MEMBER";

    private final EntityManager entities;
    private final MemberRepository repository;
    private final Actors actors;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Members(
            EntityManager entities,
            MemberRepository repository,
            Actors actors,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.entities = entities;
        this.repository = repository;
        this.actors = actors;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * A member and whether he was made just now.
     *
     * @param isChanged false when nothing was written
     */
    record Put(MemberView member, boolean isNew, boolean isChanged) {}

    /** The member who calls, found by the name of his login; empty when none at work has it. */
    @Transactional
    public Optional<MemberView> ofCaller() {
        return Optional.ofNullable(actors.current().name())
                .flatMap(repository::byUserName)
                .map(this::get)
                .filter(member -> !member.isArchived());
    }

    /**
     * Why a member cannot be an account's CSM; empty when he can. He stays so until the end of the transaction.
     *
     * @return {@code UNKNOWN_REFERENCE} for one who does not exist, is another tenant's or is archived
     */
    @Transactional
    public Optional<ErrorCode> refusalAsCsm(MemberId id) {
        @Nullable Member member = entities.find(Member.class, id.value(), LockModeType.PESSIMISTIC_READ);
        if (member == null || member.archivedAt != null) {
            return Optional.of(PlatformError.UNKNOWN_REFERENCE);
        }
        return member.details().roles().contains(MemberRole.CSM)
                ? Optional.empty()
                : Optional.of(MemberError.MEMBER_NOT_CSM);
    }

    /** One member, archived or not. */
    @Transactional
    public MemberView get(MemberId id) {
        return MemberView.of(known(entities.find(Member.class, id.value())));
    }

    @Transactional
    MemberView getByExternalId(String externalId) {
        return repository.byExternalId(externalId).map(this::get).orElseThrow(DomainException::notFound);
    }

    @Transactional
    MemberView create(MemberDetails details) {
        requireFree(details.externalId());
        return created(details);
    }

    @Transactional
    MemberView change(MemberId id, @Nullable Version expected, MergePatch<MemberDetails> patch) {
        Member member = locked(id, expected);
        member.refuseWhenArchived();
        MemberDetails details = patch.mergedInto(member.details());
        if (!Objects.equals(details.externalId(), member.externalId)) {
            requireFree(details.externalId());
        }
        return changed(member, details);
    }

    /** Makes or changes the member with an external id: fields that are sent are set; nothing is written when nothing changes. */
    @Transactional
    Put put(String externalId, MergePatch<MemberDetails> patch) {
        repository.claim("external id " + externalId);
        Optional<MemberId> current = repository.byExternalId(externalId);
        if (current.isEmpty()) {
            return new Put(created(identified(patch.mergedInto(null), externalId)), true, true);
        }
        Member member = locked(current.get());
        member.refuseWhenArchived();
        long version = member.version;
        MemberView put = changed(member, identified(patch.mergedInto(member.details()), externalId));
        return new Put(put, false, member.version > version);
    }

    /** One item of a batch: an upsert by its external id, or a new member without one. */
    @Transactional
    BatchItemResult putItem(MergePatch<MemberDetails> item) {
        Optional<String> externalId = item.text("externalId");
        if (externalId.isEmpty()) {
            MemberView made = create(item.mergedInto(null));
            return BatchItemResult.of(BatchItemStatus.CREATED, made.id(), null, made.etag());
        }
        Put put = put(externalId.get(), item);
        return BatchItemResult.of(
                BatchItemStatus.of(put.isNew(), put.isChanged()),
                put.member().id(),
                put.member().externalId(),
                put.member().etag());
    }

    @Transactional
    void archive(MemberId id, @Nullable Version expected) {
        Member member = locked(id, expected);
        member.refuseWhenArchived();
        refuseWithAccounts(member);
        MemberView before = MemberView.of(member);
        member.archivedAt = clock.instant();
        written(member, "ARCHIVED", before);
    }

    @Transactional
    MemberView restore(MemberId id, @Nullable Version expected) {
        Member member = locked(id, expected);
        MemberView before = MemberView.of(member);
        member.restore();
        return written(member, "RESTORED", before);
    }

    private MemberView created(MemberDetails details) {
        requireFreeUserName(details.userName());
        Member member = new Member();
        member.id = UuidV7.next();
        member.createdAt = clock.instant();
        member.updatedAt = member.createdAt;
        member.set(details);
        entities.persist(member);
        outbox.append(TYPE, member.id, member.version, "CREATED");
        MemberView view = MemberView.of(member);
        audit.record(TYPE, member.id, "CREATED", null, view);
        return view;
    }

    private MemberView changed(Member member, MemberDetails details) {
        MemberView before = MemberView.of(member);
        if (details.equals(member.details())) {
            return before;
        }
        if (!Objects.equals(key(details.userName()), key(member.userName))) {
            requireFreeUserName(details.userName());
        }
        if (before.roles().contains(MemberRole.CSM) && !details.roles().contains(MemberRole.CSM)) {
            refuseWithAccounts(member);
        }
        member.set(details);
        return written(member, "CHANGED", before);
    }

    private MemberView written(Member member, String eventType, MemberView before) {
        member.touch(clock.instant());
        outbox.append(TYPE, member.id, member.version, eventType);
        MemberView after = MemberView.of(member);
        audit.record(TYPE, member.id, eventType, before, after);
        return after;
    }

    private void refuseWithAccounts(Member member) {
        long accounts = repository.accountsOf(new MemberId(member.id));
        if (accounts > 0) {
            throw new DomainException(
                    MemberError.MEMBER_HAS_ACCOUNTS, "the CSM of " + accounts, Map.of("accounts", accounts));
        }
    }

    private void requireFree(@Nullable String externalId) {
        if (externalId != null) {
            repository.claim("external id " + externalId);
            repository.byExternalId(externalId).ifPresent(existing -> {
                throw ExternalIds.taken(existing);
            });
        }
    }

    private void requireFreeUserName(@Nullable String userName) {
        if (userName != null) {
            repository.claim("user name " + key(userName));
            repository.byUserName(userName).ifPresent(existing -> {
                throw new DomainException(
                        MemberError.USER_NAME_TAKEN,
                        "user name taken",
                        Map.of("userName", userName, "existingId", existing));
            });
        }
    }

    private static MemberDetails identified(MemberDetails details, String externalId) {
        if (details.externalId() != null && !details.externalId().equals(externalId)) {
            throw DomainException.invalid(List.of(Fault.at("/externalId", PlatformError.INVALID_VALUE)));
        }
        return details.identified(externalId);
    }

    private static @Nullable String key(@Nullable String userName) {
        return userName == null ? null : userName.toLowerCase(Locale.ROOT);
    }

    private Member locked(MemberId id, @Nullable Version expected) {
        Version.required(expected);
        Member member = locked(id);
        Version.check(expected, member.version, () -> MemberView.of(member));
        return member;
    }

    private Member locked(MemberId id) {
        return known(entities.find(Member.class, id.value(), LockModeType.PESSIMISTIC_WRITE));
    }

    private static Member known(@Nullable Member member) {
        if (member == null) {
            throw DomainException.notFound();
        }
        return member;
    }
}
