package io.farol.accounts.member;

import io.farol.runtime.error.DomainException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.TenantId;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A person of the team. */
@Entity
@Table(name = "member")
class Member {
    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "version")
    long version = 1;

    @Column(name = "name")
    String name = "";

    @Column(name = "external_id")
    @Nullable
    String externalId;

    @Column(name = "email")
    @Nullable
    String email;

    @Column(name = "user_name")
    @Nullable
    String userName;

    @Column(name = "roles")
    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> roles = List.of();

    @Column(name = "seniority")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    @Nullable
    MemberSeniority seniority;

    @Column(name = "archived_at")
    @Nullable
    Instant archivedAt;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    Member() {}

    void set(MemberDetails details) {
        name = details.name();
        externalId = details.externalId();
        email = details.email();
        userName = details.userName();
        roles = details.roles().stream().map(Enum::name).toList();
        seniority = details.seniority();
    }

    MemberDetails details() {
        return new MemberDetails(
                name,
                externalId,
                email,
                userName,
                roles.stream().map(MemberRole::valueOf).toList(),
                seniority);
    }

    void touch(Instant now) {
        version++;
        updatedAt = now;
    }

    void refuseWhenArchived() {
        if (archivedAt != null) {
            throw new DomainException(MemberError.MEMBER_ARCHIVED, "archived at " + archivedAt);
        }
    }

    void restore() {
        if (archivedAt == null) {
            throw new DomainException(MemberError.MEMBER_NOT_ARCHIVED, "not archived");
        }
        archivedAt = null;
    }
}
