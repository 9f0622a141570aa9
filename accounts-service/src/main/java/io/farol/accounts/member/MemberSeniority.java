package io.farol.accounts.member;

/** How experienced a member is. */
public enum MemberSeniority {
    JUNIOR,
    /** Pleno. */
    MID,
    SENIOR
}
