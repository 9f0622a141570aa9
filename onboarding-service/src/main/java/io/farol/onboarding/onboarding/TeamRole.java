package io.farol.onboarding.onboarding;

/** What a person does for a client. */
public enum TeamRole {
    CX,
    ONBOARDING,
    CSM,
    ACCOUNT_MANAGER,
    EXPANSION,
    RENEWAL_MANAGER,
    SUPPORT,
    EDUCATION,
    OPS,
    PROFESSIONAL_SERVICES,
    SUPERVISOR,
    TECHNICAL_SPECIALIST,
    BUSINESS_CONSULTANT,
    SCHEDULING,
    TRAINING_SPECIALIST
}
