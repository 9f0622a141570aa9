package io.farol.accounts.contract;

import io.farol.accounts.account.Accounts;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.rest.BatchItemResult;
import io.farol.runtime.rest.BatchItemStatus;
import io.farol.runtime.rest.MergePatch;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Contracts as a source system says them, by their external ids: signed when they are new, else left as they are. */
@ApplicationScoped
class ContractPuts {
    private final EntityManager entities;
    private final ContractRepository repository;
    private final Contracts contracts;
    private final Accounts accounts;

    ContractPuts(EntityManager entities, ContractRepository repository, Contracts contracts, Accounts accounts) {
        this.entities = entities;
        this.repository = repository;
        this.contracts = contracts;
        this.accounts = accounts;
    }

    /** A contract and whether it was signed just now. */
    record Put(ContractView contract, boolean isNew) {}

    /** Signs the contract with an external id; one that is signed stays as it is, and what differs from it is refused naming every field. */
    @Transactional
    Put put(String externalId, MergePatch<ContractDetails> patch) {
        repository.claim(Contracts.EXTERNAL_ID, externalId);
        Optional<ContractId> current = repository.findByExternalId(externalId);
        if (current.isEmpty()) {
            return new Put(contracts.sign(patch.mergedInto(null).identified(externalId)), true);
        }
        SignedContract signed = signed(current.get());
        ContractDetails was = signed.details();
        ContractDetails said = patch.mergedInto(was).identified(externalId);
        if (!said.accountId().equals(was.accountId())) {
            accounts.requirePresent(said.accountId(), "/accountId");
        }
        contracts.checkLines(said.lines());
        List<Fault> differences = signed.differences(said);
        if (!differences.isEmpty()) {
            throw new DomainException(
                    ContractError.CONTRACT_CHANGES_BY_AMENDMENT,
                    "differs from what was signed: " + differences,
                    Map.of(),
                    differences);
        }
        return new Put(contracts.get(current.get()), false);
    }

    /** One item of a batch: by its external id, or a new contract without one. */
    @Transactional
    BatchItemResult putItem(MergePatch<ContractDetails> item) {
        Optional<String> externalId = item.text("externalId");
        if (externalId.isEmpty()) {
            ContractView made = contracts.sign(item.mergedInto(null));
            return BatchItemResult.of(BatchItemStatus.CREATED, made.id(), null, made.etag());
        }
        Put put = put(externalId.get(), item);
        return BatchItemResult.of(
                put.isNew() ? BatchItemStatus.CREATED : BatchItemStatus.UNCHANGED,
                put.contract().id(),
                put.contract().externalId(),
                put.contract().etag());
    }

    /** Nobody amends it until the end of the transaction. */
    private SignedContract signed(ContractId id) {
        @Nullable Contract contract = entities.find(Contract.class, id.value(), LockModeType.PESSIMISTIC_READ);
        if (contract == null) {
            throw DomainException.notFound();
        }
        return new SignedContract(
                contract,
                entities.createQuery("""
                                from ContractLine line
                                 where line.contractId = :contract
                                   and not exists (select 1 from ContractAmendment made where made.id = line.addedByAmendmentId and made.reversedById is not null)
                                 order by line.id""", ContractLine.class)
                        .setParameter("contract", contract.id)
                        .getResultList());
    }
}
