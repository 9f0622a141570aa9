package io.farol.pipeline.accountsclient;

import com.google.type.Date;
import com.google.type.Decimal;
import com.google.type.Money;
import io.farol.accounts.v1.AccountsServiceGrpc;
import io.farol.accounts.v1.AddLine;
import io.farol.accounts.v1.AmendContractRequest;
import io.farol.accounts.v1.ChangeKind;
import io.farol.accounts.v1.ChangeLine;
import io.farol.accounts.v1.LineTerms;
import io.farol.accounts.v1.ReverseAmendment;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.feed.FeedSource;
import io.farol.runtime.grpc.NeighbourRefusal;
import io.farol.runtime.grpc.UnaryCalls;
import io.farol.runtime.tenant.CurrentTenant;
import io.farol.runtime.tenant.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.Objects;
import java.util.UUID;

/** What pipeline-service asks of accounts-service and tells it. */
@ApplicationScoped
public class AccountsClient {
    private static final int E4 = 4;
    private static final int E6 = 6;
    private static final int NANOS = 9;

    private final UnaryCalls calls;

    AccountsClient(UnaryCalls calls) {
        this.calls = calls;
    }

    /**
     * Amends a contract as this service itself: a won deal does so whoever won it.
     *
     * @return the amendment's id, the same for the same key
     * @throws NeighbourRefusal when the contract does not allow it
     * @throws DomainException UNAVAILABLE when it is not known whether it was done
     */
    public UUID amend(TenantId tenant, ContractChange change) throws Exception {
        String amendment = CurrentTenant.callAs(tenant, () -> calls.idempotent(
                        FeedSource.ACCOUNTS, AccountsServiceGrpc.getAmendContractMethod(), request(change))
                .getAmendmentId());
        return UUID.fromString(amendment);
    }

    private static AmendContractRequest request(ContractChange change) {
        AmendContractRequest.Builder request = AmendContractRequest.newBuilder()
                .setContractId(change.contractId().toString())
                .setRequestKey(change.requestKey())
                .setEffectiveOn(date(change.effectiveOn()))
                .setChangeKind(kind(change.changeKind()))
                .setNote(change.note());
        if (change.reverses() != null) {
            request.setReverse(ReverseAmendment.newBuilder()
                    .setAmendmentId(change.reverses().toString()));
            return request.build();
        }
        LineTerms terms = terms(Objects.requireNonNull(change.terms()));
        if (change.lineId() != null) {
            request.setChangeLine(ChangeLine.newBuilder()
                    .setLineId(change.lineId().toString())
                    .setTerms(terms));
        } else {
            request.setAddLine(AddLine.newBuilder()
                    .setProductId(Objects.requireNonNull(change.productId()).toString())
                    .setTerms(terms));
        }
        return request.build();
    }

    private static ChangeKind kind(String changeKind) {
        return switch (changeKind) {
            case "UPSELL" -> ChangeKind.CHANGE_KIND_UPSELL;
            case "CROSS_SELL" -> ChangeKind.CHANGE_KIND_CROSS_SELL;
            default -> ChangeKind.CHANGE_KIND_OTHER;
        };
    }

    private static LineTerms terms(ContractChange.Terms terms) {
        BigDecimal price = BigDecimal.valueOf(terms.unitPriceE4(), E4);
        BigDecimal units = price.setScale(0, RoundingMode.DOWN);
        return LineTerms.newBuilder()
                .setQuantity(decimal(terms.quantityE4(), E4))
                .setUnitPrice(Money.newBuilder()
                        .setCurrencyCode(terms.currency())
                        .setUnits(units.longValueExact())
                        .setNanos(price.subtract(units).movePointRight(NANOS).intValueExact()))
                .setBillingPeriodMonths(terms.billingPeriodMonths())
                .setDiscountRatio(decimal(terms.discountE6(), E6))
                .setIsRecurring(terms.isRecurring())
                .build();
    }

    private static Decimal decimal(long unscaled, int scale) {
        return Decimal.newBuilder()
                .setValue(BigDecimal.valueOf(unscaled, scale).toPlainString())
                .build();
    }

    private static Date date(LocalDate date) {
        return Date.newBuilder()
                .setYear(date.getYear())
                .setMonth(date.getMonthValue())
                .setDay(date.getDayOfMonth())
                .build();
    }
}
