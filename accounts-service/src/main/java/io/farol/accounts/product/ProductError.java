package io.farol.accounts.product;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about products. */
enum ProductError implements ErrorCode {
    /** Contract lines name it; make it inactive instead. */
    PRODUCT_IN_USE(Kind.CONFLICT);

    private final Kind kind;

    ProductError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
