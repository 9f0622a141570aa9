package io.farol.accounts.contract;

import io.farol.accounts.product.ProductId;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A line of a contract as answered.
 *
 * @param churnReason why it ended, where that was said
 * @param terms what holds when; empty when it was never active
 */
@Schema(name = "ContractLine")
record ContractLineView(
        ContractLineId id,
        @Nullable String externalId,
        ProductId productId,
        String productCode,
        String productName,
        @Nullable String churnReason,
        List<LineTermView> terms) {}
