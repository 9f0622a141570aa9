package io.farol.accounts.member;

import io.farol.runtime.id.TypedId;
import java.util.UUID;

/** Id of a member of the team. */
public record MemberId(UUID value) implements TypedId {}
