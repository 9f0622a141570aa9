package io.farol.accounts.setting;

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

/** A custom attribute of accounts, declared by the tenant before use. Its key and type are for ever: filters, groupings and history speak of them. */
@Entity
@Table(name = "attribute_definition")
class AttributeDefinition {
    @TenantId
    @Column(name = "tenant_id")
    @Nullable
    String tenantId;

    @Id
    @Column(name = "id")
    UUID id = new UUID(0, 0);

    @Column(name = "version")
    long version = 1;

    @Column(name = "key")
    String key = "";

    @Column(name = "label_en")
    String labelEn = "";

    @Column(name = "label_pt_br")
    String labelPtBr = "";

    @Column(name = "type")
    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    AttributeType type = AttributeType.TEXT;

    @Column(name = "choices")
    @JdbcTypeCode(SqlTypes.ARRAY)
    List<String> choices = List.of();

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    AttributeDefinition() {}
}
