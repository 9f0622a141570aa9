package io.farol.pipeline.deal;

import io.farol.pipeline.account.AccountCopies;
import io.farol.pipeline.account.AccountCopies.RunningLine;
import io.farol.pipeline.account.AccountId;
import io.farol.pipeline.account.ContractId;
import io.farol.pipeline.account.ContractLineId;
import io.farol.pipeline.account.ProductId;
import io.farol.pipeline.qualification.Framework;
import io.farol.pipeline.qualification.QualificationError;
import io.farol.pipeline.qualification.QualificationFrameworks;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whether what a deal names is there and fits together, and what its lines are worth. */
@ApplicationScoped
class DealChecks {
    private final AccountCopies accounts;
    private final QualificationFrameworks frameworks;

    DealChecks(AccountCopies accounts, QualificationFrameworks frameworks) {
        this.accounts = accounts;
        this.frameworks = frameworks;
    }

    /** Throws with all that is wrong. @param before null = a new deal; what it named before is not asked for again */
    void check(@Nullable DealDetails before, DealDetails wanted) {
        List<Fault> faults = new ArrayList<>();
        checkAccount(before, wanted, faults);
        AccountId account = wanted.accountId();
        if (wanted.contractId() != null && (before == null || !isSameContract(before, wanted))) {
            checkContract(account, wanted.contractId(), faults);
        }
        Qualification qualification = wanted.qualification();
        if (qualification != null) {
            checkQualification(before == null ? null : before.qualification(), qualification, faults);
        }
        if (before == null || !before.lines().equals(wanted.lines()) || !isSameAccount(before, wanted)) {
            checkLines(account, wanted.lines(), faults);
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    /** Throws with all that is wrong with lines of a proposal. */
    void checkLines(@Nullable AccountId account, List<DealLine> lines) {
        List<Fault> faults = new ArrayList<>();
        checkLines(account, lines, faults);
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    private void checkAccount(@Nullable DealDetails before, DealDetails wanted, List<Fault> faults) {
        AccountId account = wanted.accountId();
        if (account == null) {
            if (before != null && before.accountId() != null) {
                faults.add(Fault.at("/accountId", PlatformError.REQUIRED));
            }
        } else if ((before == null || !isSameAccount(before, wanted)) && !accounts.isPresent(account)) {
            faults.add(Fault.at("/accountId", PlatformError.UNKNOWN_REFERENCE));
        }
    }

    private void checkContract(@Nullable AccountId account, ContractId contract, List<Fault> faults) {
        Optional<AccountId> owner = accounts.accountOf(contract);
        if (owner.isEmpty()) {
            faults.add(Fault.at("/contractId", PlatformError.UNKNOWN_REFERENCE));
        } else if (account != null && !owner.get().equals(account)) {
            faults.add(Fault.at("/contractId", DealError.CONTRACT_OF_ANOTHER_ACCOUNT));
        }
    }

    /** A framework is asked for when a deal begins with it. An answer that its framework does not ask for (any more) may stay as it was, or go. */
    private void checkQualification(@Nullable Qualification before, Qualification wanted, List<Fault> faults) {
        if (wanted.equals(before)) {
            return;
        }
        boolean isNew = before == null || !before.framework().equals(wanted.framework());
        Optional<Framework> found = frameworks.find(wanted.framework());
        if (found.isEmpty()) {
            faults.add(Fault.at(
                    "/qualification/framework",
                    QualificationError.UNKNOWN_FRAMEWORK,
                    Map.of("framework", wanted.framework())));
            return;
        }
        Framework framework = found.get();
        if (isNew && framework.isArchived()) {
            faults.add(Fault.at(
                    "/qualification/framework",
                    QualificationError.FRAMEWORK_ARCHIVED,
                    Map.of("framework", framework.key())));
            return;
        }
        Map<String, String> kept = before == null || isNew ? Map.of() : before.answers();
        List<String> asked = framework.codes();
        wanted.answers().forEach((field, answer) -> {
            if (!asked.contains(field) && !answer.equals(kept.get(field))) {
                faults.add(Fault.at(
                        "/qualification" + Qualification.place(field),
                        DealError.UNKNOWN_ANSWER,
                        Map.of("framework", framework.key(), "allowed", asked)));
            }
        });
    }

    private void checkLines(@Nullable AccountId account, List<DealLine> lines, List<Fault> faults) {
        if (lines.isEmpty()) {
            return;
        }
        Set<ProductId> unknown =
                accounts.unknownProducts(lines.stream().map(DealLine::productId).toList());
        Map<ContractLineId, RunningLine> running =
                accounts.lines(contractLines(lines), accounts.calendar().today());
        Set<ContractLineId> seen = new HashSet<>();
        for (int i = 0; i < lines.size(); i++) {
            DealLine line = lines.get(i);
            if (unknown.contains(line.productId())) {
                faults.add(Fault.at("/lines/" + i + "/productId", PlatformError.UNKNOWN_REFERENCE));
            }
            ContractLineId changedLine = line.contractLineId();
            if (changedLine != null) {
                checkChangedLine(account, line, running.get(changedLine), "/lines/" + i, faults);
                if (!seen.add(changedLine)) {
                    faults.add(Fault.at("/lines/" + i + "/contractLineId", PlatformError.DUPLICATE));
                }
            }
        }
    }

    private static void checkChangedLine(
            @Nullable AccountId account,
            DealLine line,
            @Nullable RunningLine running,
            String pointer,
            List<Fault> faults) {
        if (running == null) {
            faults.add(Fault.at(pointer + "/contractLineId", PlatformError.UNKNOWN_REFERENCE));
        } else if (account != null && !running.account().equals(account)) {
            faults.add(Fault.at(pointer + "/contractLineId", DealError.CONTRACT_OF_ANOTHER_ACCOUNT));
        } else if (!running.product().equals(line.productId())) {
            faults.add(Fault.at(pointer + "/productId", PlatformError.INVALID_VALUE));
        }
    }

    /** From the lines where there are any, else as said; a changed line counts with what it adds to the running one. */
    DealFigures figures(DealDetails details) {
        if (details.lines().isEmpty()) {
            return new DealFigures(e4(details.expectedMrr()), e4(details.oneOffValue()));
        }
        return figures(details.lines());
    }

    DealFigures figures(List<DealLine> lines) {
        Map<ContractLineId, RunningLine> running =
                accounts.lines(contractLines(lines), accounts.calendar().today());
        long mrr = 0;
        long oneOff = 0;
        for (DealLine line : lines) {
            RunningLine before = line.contractLineId() == null ? null : running.get(line.contractLineId());
            int months = line.recurs() ? line.months() : 1;
            long worth = DealFigureFormula.worthE4(
                    line.quantityE4(), line.unitPrice().toE4(), line.discountE6(), months);
            if (line.recurs()) {
                mrr = Math.addExact(mrr, worth - (before == null ? 0 : before.mrrE4()));
            } else {
                oneOff = Math.addExact(oneOff, worth);
            }
        }
        return new DealFigures(mrr, oneOff);
    }

    Optional<ContractId> contractOfFirstLine(List<DealLine> lines, LocalDate day) {
        return accounts.lines(contractLines(lines), day).values().stream()
                .map(RunningLine::contract)
                .min((one, other) -> one.value().compareTo(other.value()));
    }

    /** The contract of each changed line. */
    Map<ContractLineId, RunningLine> running(List<DealLine> lines, LocalDate day) {
        return accounts.lines(contractLines(lines), day);
    }

    private static Collection<ContractLineId> contractLines(List<DealLine> lines) {
        return lines.stream()
                .map(DealLine::contractLineId)
                .filter(Objects::nonNull)
                .toList();
    }

    private static boolean isSameAccount(DealDetails before, DealDetails wanted) {
        return Objects.equals(before.accountId(), wanted.accountId());
    }

    private static boolean isSameContract(DealDetails before, DealDetails wanted) {
        return Objects.equals(before.contractId(), wanted.contractId()) && isSameAccount(before, wanted);
    }

    private static long e4(@Nullable Money money) {
        return money == null ? 0 : money.toE4();
    }
}
