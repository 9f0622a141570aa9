package io.farol.accounts.contract;

import io.farol.accounts.product.ProductId;
import io.farol.runtime.error.DomainException;
import io.farol.runtime.error.Fault;
import io.farol.runtime.error.PlatformError;
import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A dated change of a contract, as a client says it.
 *
 * @param effectiveOn first day on which it holds; of REMOVE_LINE and CANCEL the first day without
 * @param requestKey the caller's key of this command, unique in the tenant for ever: said again, it changes nothing
 * @param lineId of CHANGE_LINE and REMOVE_LINE
 * @param productId of ADD_LINE
 * @param lineExternalId of ADD_LINE
 * @param quantity of ADD_LINE; of CHANGE_LINE, where null = as before; so are the next four
 * @param endsOn of ADD_LINE: first day without the line, null = open
 * @param termEndsOn of RENEW: first day after the new term, null = open
 * @param isAutoRenewing of RENEW: null = as before
 * @param churnReason of REMOVE_LINE and CANCEL
 * @param reversesAmendmentId of REVERSE
 */
@Schema(name = "ContractAmendmentRequest", examples = """
        {"kind":"CANCEL","changeKind":"OTHER","effectiveOn":"2030-01-01","churnReason":"PRICE","note":"Asked for on the phone"}""")
record AmendmentDetails(
        AmendmentKind kind,
        ChangeKind changeKind,
        LocalDate effectiveOn,
        @Nullable @Size(min = 1, max = 255) String requestKey,
        @Nullable ContractLineId lineId,
        @Nullable ProductId productId,
        @Nullable @Size(min = 1, max = 200) String lineExternalId,
        @Nullable BigDecimal quantity,
        @Nullable Money unitPrice,
        @Nullable Ratio discount,
        @Nullable @Min(1) @Max(120) Integer billingPeriodMonths,
        @Nullable Boolean isRecurring,
        @Nullable LocalDate endsOn,
        @Nullable LocalDate termEndsOn,
        @Nullable Boolean isAutoRenewing,
        @Nullable @Size(min = 1, max = 60) String churnReason,
        @Nullable AmendmentId reversesAmendmentId,
        @Nullable @Size(max = 2000) String note) {

    private static final Set<String> OF_ADD_LINE = Set.of(
            "productId",
            "lineExternalId",
            "quantity",
            "unitPrice",
            "discount",
            "billingPeriodMonths",
            "isRecurring",
            "endsOn");
    private static final Set<String> OF_CHANGE_LINE =
            Set.of("lineId", "quantity", "unitPrice", "discount", "billingPeriodMonths", "isRecurring");

    AmendmentDetails {
        List<Fault> faults = new ArrayList<>(TermsCheck.faults(quantity, unitPrice, discount));
        Map<String, @Nullable Object> special = new LinkedHashMap<>();
        special.put("lineId", lineId);
        special.put("productId", productId);
        special.put("lineExternalId", lineExternalId);
        special.put("quantity", quantity);
        special.put("unitPrice", unitPrice);
        special.put("discount", discount);
        special.put("billingPeriodMonths", billingPeriodMonths);
        special.put("isRecurring", isRecurring);
        special.put("endsOn", endsOn);
        special.put("termEndsOn", termEndsOn);
        special.put("isAutoRenewing", isAutoRenewing);
        special.put("churnReason", churnReason);
        special.put("reversesAmendmentId", reversesAmendmentId);
        special.forEach((field, value) -> {
            if (value == null && required(kind).contains(field)) {
                faults.add(Fault.at("/" + field, PlatformError.REQUIRED));
            } else if (value != null && !allowed(kind).contains(field)) {
                faults.add(Fault.at("/" + field, PlatformError.UNKNOWN_FIELD, Map.of("field", field)));
            }
        });
        if (endsOn != null && endsOn.isBefore(effectiveOn)) {
            faults.add(Fault.at("/endsOn", PlatformError.ENDS_BEFORE_START));
        }
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
    }

    private static Set<String> allowed(AmendmentKind kind) {
        return switch (kind) {
            case ADD_LINE -> OF_ADD_LINE;
            case CHANGE_LINE -> OF_CHANGE_LINE;
            case REMOVE_LINE -> Set.of("lineId", "churnReason");
            case RENEW -> Set.of("termEndsOn", "isAutoRenewing");
            case CANCEL -> Set.of("churnReason");
            case REVERSE -> Set.of("reversesAmendmentId");
        };
    }

    private static Set<String> required(AmendmentKind kind) {
        return switch (kind) {
            case ADD_LINE -> Set.of("productId", "quantity", "unitPrice", "billingPeriodMonths");
            case CHANGE_LINE, REMOVE_LINE -> Set.of("lineId");
            case RENEW, CANCEL -> Set.of();
            case REVERSE -> Set.of("reversesAmendmentId");
        };
    }

    /** The whole request in one writing, in which decimals have no idle zeros: what a request key stands for. */
    String asked() {
        Map<String, String> said = new TreeMap<>();
        for (RecordComponent component : AmendmentDetails.class.getRecordComponents()) {
            @Nullable Object value = read(component);
            if (value != null) {
                said.put(component.getName(), written(value));
            }
        }
        return said.toString();
    }

    private @Nullable Object read(RecordComponent component) {
        try {
            return component.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record's own accessor", e);
        }
    }

    private static String written(Object value) {
        return switch (value) {
            case BigDecimal decimal -> decimal.stripTrailingZeros().toPlainString();
            case Money money -> written(money.amount()) + " " + money.currency();
            case Ratio ratio -> written(ratio.value());
            default -> value.toString();
        };
    }

    /** The terms meant: what is not said stays as it was; {@code before} null: nothing was. */
    LineTerms terms(@Nullable LineTerms before) {
        BigDecimal count = quantity != null ? quantity : before == null ? BigDecimal.ZERO : before.quantity();
        @Nullable Money price = unitPrice != null ? unitPrice : before == null ? null : before.unitPrice();
        if (price == null) {
            throw DomainException.invalid(List.of(Fault.at("/unitPrice", PlatformError.REQUIRED)));
        }
        List<Fault> faults = TermsCheck.faults(count, price, discount);
        if (!faults.isEmpty()) {
            throw DomainException.invalid(faults);
        }
        BigDecimal off = discount != null ? discount.value() : before == null ? BigDecimal.ZERO : before.discount();
        int months =
                billingPeriodMonths != null ? billingPeriodMonths : before == null ? 1 : before.billingPeriodMonths();
        boolean recurs = isRecurring != null ? isRecurring : before == null || before.isRecurring();
        return new LineTerms(count, price, off, months, recurs);
    }
}
