package io.farol.accounts.setting;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What is refused about a tenant's settings. */
enum SettingsError implements ErrorCode {
    /** The ledger of what exists is in this currency. */
    REPORTING_CURRENCY_FIXED(Kind.CONFLICT),
    UNKNOWN_TIME_ZONE(Kind.INVALID),
    /** Neither a metric's key nor a convention's name. */
    NOT_A_CONVENTION(Kind.INVALID),
    /** Only a sandbox has a date of its own. */
    NOT_A_SANDBOX(Kind.CONFLICT),
    /** A sandbox's date only moves forward. */
    BUSINESS_DATE_BACKWARDS(Kind.CONFLICT),
    ATTRIBUTE_KEY_TAKEN(Kind.ALREADY_EXISTS),
    TOO_MANY_ATTRIBUTES(Kind.CONFLICT),
    /** Accounts have the value that is to go. */
    CHOICE_IN_USE(Kind.CONFLICT),
    /** A choice needs choices, and nothing else has them. */
    CHOICES_MISMATCH(Kind.INVALID);

    private final Kind kind;

    SettingsError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
