package io.farol.accounts.account;

import io.farol.accounts.member.MemberId;
import io.farol.accounts.member.Members;
import io.farol.accounts.setting.AttributeDefinitions;
import io.farol.accounts.setting.Settings;
import io.farol.accounts.setting.TenantSettings;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.BatchItemResult;
import io.farol.runtime.rest.BatchItemStatus;
import io.farol.runtime.rest.ExternalIds;
import io.farol.runtime.rest.Lists;
import io.farol.runtime.rest.MergePatch;
import io.farol.runtime.rest.Page;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What can be done with accounts; the only way in for REST, gRPC and the other features. */
@ApplicationScoped
public class Accounts {
    static final String TYPE = "ACCOUNT";

    private final EntityManager entities;
    private final AccountRepository repository;
    private final GroupHistory groups;
    private final Members members;
    private final Portfolio portfolio;
    private final Lists lists;
    private final Settings settings;
    private final AttributeDefinitions attributes;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Accounts(
            EntityManager entities,
            AccountRepository repository,
            GroupHistory groups,
            Members members,
            Portfolio portfolio,
            Lists lists,
            Settings settings,
            AttributeDefinitions attributes,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.entities = entities;
        this.repository = repository;
        this.groups = groups;
        this.members = members;
        this.portfolio = portfolio;
        this.lists = lists;
        this.settings = settings;
        this.attributes = attributes;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An account and whether it was made just now.
     *
     * @param isChanged false when nothing was written
     */
    record Put(AccountView account, boolean isNew, boolean isChanged) {}

    /** One account, archived or not. */
    @Transactional
    public AccountView get(AccountId id) {
        return repository.find(id).orElseThrow(DomainException::notFound);
    }

    /** Those of some accounts that exist, with what they are worth, in the order of their ids; archived ones too. */
    @Transactional
    public List<AccountWithMrr> findWithMrr(Collection<AccountId> ids) {
        return repository.findWithMrr(ids);
    }

    /** One page of the accounts that are not archived, in the order of their ids, with what they are worth. */
    @Transactional
    public Page<AccountWithMrr> pageWithMrr(Map<String, List<String>> parameters) {
        return lists.page(AccountWithMrr.LISTING, repository.now(), "grpc:accounts", parameters);
    }

    @Transactional
    AccountView getByExternalId(String externalId) {
        return repository.findByExternalId(externalId).orElseThrow(DomainException::notFound);
    }

    @Transactional
    AccountView create(AccountDetails wanted) {
        if (wanted.externalId() != null) {
            repository.claimExternalId(wanted.externalId());
            repository.findByExternalId(wanted.externalId()).ifPresent(existing -> {
                throw ExternalIds.taken(existing.id());
            });
        }
        return created(wanted, wanted.externalId());
    }

    @Transactional
    AccountView change(AccountId id, @Nullable Version expected, MergePatch<AccountDetails> patch) {
        Account account = locked(id, expected);
        account.refuseWhenArchived();
        AccountDetails before = account.details(repository.attributes(id));
        AccountDetails wanted = patch.mergedInto(before);
        if (wanted.externalId() != null && !wanted.externalId().equals(account.externalId)) {
            repository.claimExternalId(wanted.externalId());
            repository.findByExternalId(wanted.externalId()).ifPresent(existing -> {
                throw ExternalIds.taken(existing.id());
            });
        }
        changed(account, before, wanted, wanted.externalId());
        return get(id);
    }

    /** Makes or changes the account with an external id: fields that are sent are set; nothing is written when nothing changes. */
    @Transactional
    Put put(String externalId, MergePatch<AccountDetails> patch) {
        repository.claimExternalId(externalId);
        Optional<AccountView> current = repository.findByExternalId(externalId);
        if (current.isEmpty()) {
            return new Put(created(patch.mergedInto(null), externalId), true, true);
        }
        AccountId id = current.get().id();
        Account account = locked(id);
        account.refuseWhenArchived();
        AccountDetails before = account.details(repository.attributes(id));
        boolean isChanged = changed(account, before, patch.mergedInto(before), externalId);
        return new Put(isChanged ? get(id) : current.get(), false, isChanged);
    }

    /** One item of a batch: an upsert by its external id, or a new account without one. */
    @Transactional
    BatchItemResult putItem(MergePatch<AccountDetails> item) {
        Optional<String> externalId = item.text("externalId");
        if (externalId.isEmpty()) {
            AccountView made = create(item.mergedInto(null));
            return BatchItemResult.of(BatchItemStatus.CREATED, made.id(), null, made.etag());
        }
        Put put = put(externalId.get(), item);
        return BatchItemResult.of(
                BatchItemStatus.of(put.isNew(), put.isChanged()),
                put.account().id(),
                put.account().externalId(),
                put.account().etag());
    }

    @Transactional
    void archive(AccountId id, @Nullable Version expected) {
        Account account = locked(id, expected);
        account.refuseWhenArchived();
        if (repository.isServedFrom(id, settings.current().today())) {
            throw new DomainException(AccountError.ACCOUNT_UNDER_CONTRACT, "a line runs today or later");
        }
        AccountView before = get(id);
        account.archivedAt = clock.instant();
        written(account, "ARCHIVED", before);
    }

    @Transactional
    AccountView restore(AccountId id, @Nullable Version expected) {
        Account account = locked(id, expected);
        AccountView before = get(id);
        account.restore(clock.instant());
        return written(account, "RESTORED", before);
    }

    /** Records First Value; the first report counts, a later one changes nothing. */
    @Transactional
    public void activate(AccountId id, @Nullable LocalDate activatedOn) {
        Account account = locked(id);
        account.refuseWhenArchived();
        if (account.activatedOn == null) {
            AccountView before = get(id);
            account.activatedOn = activatedOn == null ? settings.current().today() : activatedOn;
            written(account, "ACTIVATED", before);
        }
    }

    /**
     * Changes rows beside an account that belong to its aggregate: under its lock, with its next version and one event.
     *
     * @param expected the version that the caller saw: 428 when missing, 412 when stale
     * @return the version after the change
     */
    @Transactional
    public Version changeBeside(AccountId id, @Nullable Version expected, String eventType, Runnable change) {
        Account account = locked(id, expected);
        account.refuseWhenArchived();
        change.run();
        account.touch(clock.instant());
        outbox.append(TYPE, account.id, account.version, eventType);
        return new Version(account.version);
    }

    /** Refuses a body that names an account which does not exist, is another tenant's or is archived. */
    @Transactional
    public void requirePresent(AccountId id, String pointer) {
        if (!repository.isPresent(id)) {
            throw DomainException.invalid(List.of(Fault.at(pointer, PlatformError.UNKNOWN_REFERENCE)));
        }
    }

    private AccountView created(AccountDetails wanted, @Nullable String externalId) {
        Account account = new Account();
        account.id = UuidV7.next();
        account.createdAt = clock.instant();
        account.updatedAt = account.createdAt;
        AccountDetails details = checked(account, wanted, externalId);
        portfolio.requireOwn(details.csmId());
        account.set(details);
        entities.persist(account);
        entities.flush();
        AccountId id = new AccountId(account.id);
        repository.writeAttributes(id, Map.of(), details.attributes());
        groups.change(id, Map.of(), details.groupValues(), details.effectiveOn(), today(details));
        outbox.append(TYPE, account.id, account.version, "CREATED");
        AccountView view = get(id);
        audit.record(TYPE, account.id, "CREATED", null, view);
        return view;
    }

    private boolean changed(
            Account account, AccountDetails before, AccountDetails wanted, @Nullable String externalId) {
        AccountDetails details = checked(account, wanted, externalId);
        if (details.undated().equals(before)) {
            return false;
        }
        AccountId id = new AccountId(account.id);
        AccountView seen = get(id);
        account.set(details);
        repository.writeAttributes(id, before.attributes(), details.attributes());
        groups.change(id, before.groupValues(), details.groupValues(), details.effectiveOn(), today(details));
        written(account, "CHANGED", seen);
        return true;
    }

    private AccountView written(Account account, String eventType, AccountView before) {
        account.touch(clock.instant());
        outbox.append(TYPE, account.id, account.version, eventType);
        AccountView after = get(new AccountId(account.id));
        audit.record(TYPE, account.id, eventType, before, after);
        return after;
    }

    private AccountDetails checked(Account account, AccountDetails wanted, @Nullable String externalId) {
        List<Fault> faults = new ArrayList<>();
        if (externalId != null && wanted.externalId() != null && !externalId.equals(wanted.externalId())) {
            faults.add(Fault.at("/externalId", PlatformError.INVALID_VALUE));
        }
        TenantSettings tenant = settings.current();
        if (wanted.effectiveOn() != null && wanted.effectiveOn().isAfter(tenant.today())) {
            faults.add(Fault.at(
                    "/effectiveOn",
                    PlatformError.OUT_OF_RANGE,
                    Map.of("min", "1900-01-01", "max", tenant.today().toString())));
        }
        @Nullable String taxId = wanted.taxId();
        if (taxId != null && "BR".equals(wanted.country() == null ? tenant.country() : wanted.country())) {
            taxId = TaxIdFormula.normalised(taxId).orElse(null);
            if (taxId == null) {
                faults.add(Fault.at("/taxId", AccountError.TAX_ID_INVALID));
            }
        }
        checkCsm(account, wanted.csmId(), faults);
        checkParent(account, wanted.parentAccountId(), faults);
        Map<String, String> canonical = Map.of();
        try {
            canonical = attributes.canonical(wanted.attributes());
        } catch (DomainException e) {
            faults.addAll(e.faults());
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        return wanted.identified(externalId, taxId, canonical);
    }

    private void checkCsm(Account account, @Nullable MemberId csm, List<Fault> faults) {
        if (csm != null && !csm.value().equals(account.csmId)) {
            members.refusalAsCsm(csm).ifPresent(refusal -> faults.add(Fault.at("/csmId", refusal)));
        }
    }

    private void checkParent(Account account, @Nullable AccountId parent, List<Fault> faults) {
        if (parent == null || parent.value().equals(account.parentAccountId)) {
            return;
        }
        if (!repository.isPresent(parent)) {
            faults.add(Fault.at("/parentAccountId", PlatformError.UNKNOWN_REFERENCE));
            return;
        }
        repository.claimParents();
        if (repository.isAtOrAbove(new AccountId(account.id), parent)) {
            faults.add(Fault.at("/parentAccountId", AccountError.PARENT_CYCLE));
        }
    }

    private LocalDate today(AccountDetails details) {
        return details.effectiveOn() == null ? settings.current().today() : details.effectiveOn();
    }

    private Account locked(AccountId id, @Nullable Version expected) {
        Version.required(expected);
        Account account = locked(id);
        Version.check(expected, account.version, () -> get(id));
        return account;
    }

    /** For writing: unknown first, then whether the caller may write it, whatever else is wrong. */
    private Account locked(AccountId id) {
        Account account = entities.find(Account.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (account == null) {
            throw DomainException.notFound();
        }
        portfolio.require(account);
        return account;
    }
}
