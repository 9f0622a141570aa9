package io.farol.accounts.contract;

import io.farol.accounts.account.AccountId;
import io.farol.accounts.account.Accounts;
import io.farol.accounts.product.ProductId;
import io.farol.accounts.product.Products;
import io.farol.runtime.audit.Audit;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.id.UuidV7;
import io.farol.runtime.outbox.Outbox;
import io.farol.runtime.rest.ExternalIds;
import io.farol.runtime.rest.Version;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What can be done with contracts; the only way in for REST and gRPC. */
@ApplicationScoped
public class Contracts {
    static final String TYPE = "CONTRACT";
    static final String EXTERNAL_ID = "contract";

    private final EntityManager entities;
    private final ContractRepository repository;
    private final Accounts accounts;
    private final Products products;
    private final Outbox outbox;
    private final Audit audit;
    private final Clock clock;

    Contracts(
            EntityManager entities,
            ContractRepository repository,
            Accounts accounts,
            Products products,
            Outbox outbox,
            Audit audit,
            Clock clock) {
        this.entities = entities;
        this.repository = repository;
        this.accounts = accounts;
        this.products = products;
        this.outbox = outbox;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * An amendment and the contract after it.
     *
     * @param contractVersion version right after the amendment, which is not the present one when it was replayed
     * @param isReplayed true when the request key had been used before: nothing was changed by this call
     */
    record Amended(AmendmentView amendment, ContractView contract, long contractVersion, boolean isReplayed) {}

    @Transactional
    ContractView get(ContractId id) {
        return repository.find(id).orElseThrow(DomainException::notFound);
    }

    @Transactional
    ContractView getByExternalId(String externalId) {
        return repository.findByExternalId(externalId).map(this::get).orElseThrow(DomainException::notFound);
    }

    @Transactional
    void requireExists(ContractId id) {
        if (!repository.exists(id)) {
            throw DomainException.notFound();
        }
    }

    @Transactional
    ContractView sign(ContractDetails details) {
        accounts.requirePresent(details.accountId(), "/accountId");
        checkLines(details.lines());
        details.lines().stream()
                .flatMap(line -> Stream.ofNullable(line.externalId()))
                .sorted()
                .forEach(this::requireFreeLine);
        if (details.externalId() != null) {
            repository.claim(EXTERNAL_ID, details.externalId());
            repository.findByExternalId(details.externalId()).ifPresent(existing -> {
                throw ExternalIds.taken(existing);
            });
        }
        Contract contract = new Contract();
        contract.id = UuidV7.next();
        contract.sign(details, clock.instant());
        entities.persist(contract);
        List<AgreedLine> lines = new ArrayList<>();
        for (LineDetails line : details.lines()) {
            lines.add(persisted(contract, line, null).agreed());
        }
        entities.flush();
        ContractSchedule schedule = ContractSchedule.of(contract.signedTerm(), lines, List.of());
        contract.follow(schedule);
        writeTerms(contract, Map.of(), schedule);
        outbox.append(TYPE, contract.id, contract.version, "CREATED");
        ContractView view = get(new ContractId(contract.id));
        audit.record(TYPE, contract.id, "CREATED", null, view);
        return view;
    }

    /**
     * Appends one dated amendment.
     *
     * @param expected the version that the caller saw; empty where the door asks for none because the request key makes the call repeatable
     */
    @Transactional
    Amended amend(
            ContractId id, Optional<Version> expected, AmendmentDetails details, ContractAmendment.Origin origin) {
        @Nullable String requestKey = details.requestKey();
        if (requestKey != null) {
            repository.claim("amendment", requestKey);
        }
        Contract contract = locked(id);
        Optional<ContractAmendment> earlier = requestKey == null ? Optional.empty() : byRequestKey(requestKey);
        if (earlier.isPresent()) {
            return replayed(contract, earlier.get(), details);
        }
        expected.ifPresent(version -> Version.check(version, contract.version, () -> get(id)));
        ContractView before = get(id);
        List<ContractLine> lines = lines(contract);
        List<ContractAmendment> recorded = amendments(contract);
        List<AgreedLine> agreed =
                new ArrayList<>(lines.stream().map(ContractLine::agreed).toList());
        List<Amendment> rules =
                new ArrayList<>(recorded.stream().map(ContractAmendment::asRule).toList());
        ContractSchedule then = ContractSchedule.of(contract.signedTerm(), agreed, rules);
        Amendment made = made(details, agreed, then);
        new AmendmentRules(contract.signedTerm(), agreed, rules).check(made);
        ContractAmendment entity = appended(contract, made, details, origin);
        if (made.kind() == AmendmentKind.ADD_LINE) {
            agreed.add(added(contract, made, details).agreed());
            entities.flush();
        }
        entities.persist(entity);
        recorded.stream()
                .filter(other -> made.reverses() != null
                        && other.id.equals(made.reverses().value()))
                .forEach(other -> other.reversedById = entity.id);
        recorded.add(entity);
        ContractSchedule now = ContractSchedule.of(
                contract.signedTerm(),
                agreed,
                recorded.stream().map(ContractAmendment::asRule).toList());
        contract.follow(now);
        contract.touch(clock.instant());
        entity.contractVersion = contract.version;
        entities.flush();
        writeTerms(contract, then.terms(), now);
        outbox.append(TYPE, contract.id, contract.version, "AMENDED");
        ContractView after = get(id);
        audit.record(TYPE, contract.id, "AMENDED", before, after);
        return new Amended(viewOf(entity, after), after, contract.version, false);
    }

    private Amended replayed(Contract contract, ContractAmendment earlier, AmendmentDetails details) {
        boolean isTheSame = earlier.contractId.equals(contract.id)
                && earlier.kind == details.kind()
                && earlier.changeKind == details.changeKind()
                && earlier.effectiveOn.equals(details.effectiveOn())
                && (details.lineId() == null || details.lineId().value().equals(earlier.lineId))
                && (earlier.request == null || earlier.request.equals(details.asked()));
        if (!isTheSame) {
            throw new DomainException(ContractError.REQUEST_KEY_REUSED, "the request key was used for another change");
        }
        ContractView present = get(new ContractId(contract.id));
        return new Amended(viewOf(earlier, present), present, earlier.contractVersion, true);
    }

    private static AmendmentView viewOf(ContractAmendment entity, ContractView contract) {
        return contract.amendments().stream()
                .filter(view -> view.id().value().equals(entity.id))
                .findFirst()
                .orElseThrow();
    }

    private Amendment made(AmendmentDetails details, List<AgreedLine> lines, ContractSchedule schedule) {
        @Nullable ContractLineId line = details.lineId();
        if (line != null && lines.stream().noneMatch(candidate -> candidate.id().equals(line))) {
            throw unknown("/lineId");
        }
        if (details.productId() != null
                && products.existing(List.of(details.productId())).isEmpty()) {
            throw unknown("/productId");
        }
        LineTerms terms =
                switch (details.kind()) {
                    case ADD_LINE -> details.terms(null);
                    case CHANGE_LINE -> details.terms(termsBefore(details, lines, schedule));
                    case REMOVE_LINE, RENEW, CANCEL, REVERSE -> null;
                };
        return new Amendment(
                new AmendmentId(UuidV7.next()),
                details.kind(),
                details.changeKind(),
                details.effectiveOn(),
                details.kind() == AmendmentKind.ADD_LINE ? new ContractLineId(UuidV7.next()) : line,
                terms,
                false,
                details.endsOn(),
                details.termEndsOn(),
                details.isAutoRenewing(),
                details.churnReason(),
                details.reversesAmendmentId(),
                true);
    }

    private static @Nullable LineTerms termsBefore(
            AmendmentDetails details, List<AgreedLine> lines, ContractSchedule schedule) {
        @Nullable ContractLineId line = details.lineId();
        if (line == null) {
            return null;
        }
        return schedule.terms().getOrDefault(line, List.of()).stream()
                .filter(term -> !term.startsOn().isAfter(details.effectiveOn()))
                .reduce((earlier, later) -> later)
                .map(LineTerm::terms)
                .or(() -> lines.stream()
                        .filter(candidate -> candidate.id().equals(line))
                        .map(AgreedLine::terms)
                        .findFirst())
                .orElse(null);
    }

    private ContractAmendment appended(
            Contract contract, Amendment made, AmendmentDetails details, ContractAmendment.Origin origin) {
        ContractAmendment entity = new ContractAmendment();
        entity.record(made, details, origin);
        entity.contractId = contract.id;
        entity.recordedAt = clock.instant();
        return entity;
    }

    private ContractLine added(Contract contract, Amendment made, AmendmentDetails details) {
        ContractLine line = new ContractLine();
        if (details.lineExternalId() != null) {
            requireFreeLine(details.lineExternalId());
        }
        if (made.lineId() == null || details.productId() == null || made.terms() == null) {
            throw new IllegalStateException("an added line has an id, a product and terms");
        }
        line.id = made.lineId().value();
        line.externalId = details.lineExternalId();
        line.productId = details.productId().value();
        line.agree(made.terms(), made.effectiveOn(), made.endsOn());
        line.changeKind = made.changeKind();
        line.addedByAmendmentId = made.id().value();
        return persisted(contract, line);
    }

    private ContractLine persisted(Contract contract, LineDetails details, @Nullable ChangeKind changeKind) {
        ContractLine line = new ContractLine();
        line.id = UuidV7.next();
        line.externalId = details.externalId();
        line.productId = details.productId().value();
        line.agree(details.terms(), details.startsOn(), details.endsOn());
        line.changeKind = changeKind;
        return persisted(contract, line);
    }

    private ContractLine persisted(Contract contract, ContractLine line) {
        line.contractId = contract.id;
        line.createdAt = clock.instant();
        entities.persist(line);
        return line;
    }

    private void writeTerms(Contract contract, Map<ContractLineId, List<LineTerm>> before, ContractSchedule now) {
        now.terms().forEach((line, terms) -> {
            if (!terms.equals(before.getOrDefault(line, List.of()))) {
                repository.writeTerms(new AccountId(contract.accountId), new ContractId(contract.id), line, terms);
            }
        });
    }

    /** Refuses lines that name products which do not exist or are another tenant's, and lines of one name. */
    void checkLines(List<LineDetails> lines) {
        List<Fault> faults = new ArrayList<>();
        Set<ProductId> known =
                products.existing(lines.stream().map(LineDetails::productId).toList());
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            LineDetails line = lines.get(i);
            if (!known.contains(line.productId())) {
                faults.add(Fault.at("/lines/" + i + "/productId", PlatformError.UNKNOWN_REFERENCE));
            }
            if (line.externalId() != null && !seen.add(line.externalId())) {
                faults.add(Fault.at("/lines/" + i + "/externalId", PlatformError.DUPLICATE));
            }
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    private void requireFreeLine(String externalId) {
        repository.claim("contract-line", externalId);
        repository.findLineByExternalId(externalId).ifPresent(existing -> {
            throw ExternalIds.taken(existing);
        });
    }

    private List<ContractLine> lines(Contract contract) {
        return entities.createQuery("from ContractLine where contractId = :contract order by id", ContractLine.class)
                .setParameter("contract", contract.id)
                .getResultList();
    }

    private List<ContractAmendment> amendments(Contract contract) {
        return new ArrayList<>(entities.createQuery(
                        "from ContractAmendment where contractId = :contract order by id", ContractAmendment.class)
                .setParameter("contract", contract.id)
                .getResultList());
    }

    private Optional<ContractAmendment> byRequestKey(String requestKey) {
        return entities.createQuery("from ContractAmendment where requestKey = :key", ContractAmendment.class)
                .setParameter("key", requestKey)
                .getResultStream()
                .findFirst();
    }

    private static DomainException unknown(String pointer) {
        return DomainException.invalid(List.of(Fault.at(pointer, PlatformError.UNKNOWN_REFERENCE)));
    }

    private Contract locked(ContractId id) {
        @Nullable Contract contract = entities.find(Contract.class, id.value(), LockModeType.PESSIMISTIC_WRITE);
        if (contract == null) {
            throw DomainException.notFound();
        }
        return contract;
    }
}
