package io.farol.accounts.contract;

import io.farol.runtime.money.Money;
import io.farol.runtime.money.Ratio;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Currency;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What holds for a line in one stretch of time.
 *
 * @param endsOn exclusive, null = open
 * @param quantity decimal text
 * @param mrr quantity × unit price × (1 − discount) / period, in 1/10,000; 0 when not recurring
 */
@Schema(name = "ContractLineTerm")
record LineTermView(
        LocalDate startsOn,
        @Nullable LocalDate endsOn,
        String quantity,
        Money unitPrice,
        Ratio discount,
        int billingPeriodMonths,
        boolean isRecurring,
        Money mrr,
        @Nullable ChangeKind changeKind,
        @Nullable AmendmentId amendmentId) {

    static LineTermView of(ResultSet row) throws SQLException {
        Currency currency = Currency.getInstance(row.getString("currency"));
        @Nullable String kind = row.getString("change_kind");
        @Nullable UUID amendment = row.getObject("amendment_id", UUID.class);
        return new LineTermView(
                row.getObject("starts_on", LocalDate.class),
                row.getObject("ends_on", LocalDate.class),
                plain(BigDecimal.valueOf(row.getLong("quantity_e4"), LineTerms.QUANTITY_SCALE))
                        .toPlainString(),
                Money.ofE4(row.getLong("unit_price_e4"), currency),
                new Ratio(plain(BigDecimal.valueOf(row.getInt("discount_e6"), LineTerms.DISCOUNT_SCALE))),
                row.getInt("billing_period_months"),
                row.getBoolean("is_recurring"),
                Money.ofE4(row.getLong("mrr_e4"), currency),
                kind == null ? null : ChangeKind.valueOf(kind),
                amendment == null ? null : new AmendmentId(amendment));
    }

    private static BigDecimal plain(BigDecimal value) {
        BigDecimal stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
