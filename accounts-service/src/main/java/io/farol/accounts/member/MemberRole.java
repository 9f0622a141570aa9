package io.farol.accounts.member;

/** What a member does for customers; one person may hold several. */
public enum MemberRole {
    CX,
    ONBOARDING,
    /** May be an account's primary CSM. */
    CSM,
    ACCOUNT_MANAGER,
    EXPANSION,
    RENEWAL_MANAGER,
    SUPPORT,
    EDUCATION,
    OPS,
    PROFESSIONAL_SERVICES,
    /** This one and those after it implement at the customer. */
    SUPERVISOR,
    TECHNICAL_SPECIALIST,
    BUSINESS_CONSULTANT,
    SCHEDULING,
    TRAINING_SPECIALIST
}
