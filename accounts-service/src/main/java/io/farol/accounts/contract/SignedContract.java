package io.farol.accounts.contract;

import io.farol.runtime.error.Fault;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What two contracts as signed have in common: defaults filled in, decimals by their value, lines in any order. */
final class SignedContract {
    private SignedContract() {}

    /** A fault for each field in which they differ. */
    static List<Fault> differences(ContractDetails one, ContractDetails other) {
        Map<String, Object> fields = fields(one);
        return fields(other).entrySet().stream()
                .filter(field -> !Objects.equals(field.getValue(), fields.get(field.getKey())))
                .map(field -> Fault.at(field.getKey(), ContractError.CONTRACT_SIGNED_OTHERWISE))
                .toList();
    }

    private static Map<String, Object> fields(ContractDetails details) {
        Contract contract = new Contract();
        contract.sign(details, Instant.EPOCH);
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("/accountId", contract.accountId);
        fields.put("/signedOn", contract.signedOn);
        fields.put("/termStartsOn", contract.termStartsOn);
        fields.put("/termEndsOn", String.valueOf(contract.signedTermEndsOn));
        fields.put("/isAutoRenewing", contract.isSignedAutoRenewing);
        fields.put("/noticeDays", contract.noticeDays);
        fields.put(
                "/readjustment",
                Arrays.asList(
                        contract.readjustmentIndex,
                        contract.anniversaryMonth,
                        contract.readjustmentLagMonths,
                        contract.readjustmentFloorE6,
                        contract.readjustmentCapE6,
                        contract.fixedReadjustmentE6));
        fields.put(
                "/lines",
                details.lines().stream()
                        .map(SignedContract::fields)
                        .collect(Collectors.groupingBy(Function.identity(), Collectors.counting())));
        return fields;
    }

    private static List<Object> fields(LineDetails line) {
        LineTerms terms = line.terms();
        return Arrays.asList(
                line.externalId(),
                line.productId(),
                terms.quantityE4(),
                terms.unitPrice().toE4(),
                terms.unitPrice().currency(),
                terms.discountE6(),
                terms.billingPeriodMonths(),
                terms.isRecurring(),
                line.startsOn(),
                line.endsOn());
    }
}
