package io.farol.pipeline.qualification;

import io.farol.runtime.error.DomainException;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.TenantId;
import org.jspecify.annotations.Nullable;

/** A tenant's own framework. Its key is for ever, and so is its row: deals speak of it. */
@Entity
@Table(name = "qualification_framework")
class QualificationFramework {
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

    @Column(name = "name_en")
    String nameEn = "";

    @Column(name = "name_pt_br")
    String namePtBr = "";

    @Column(name = "fields")
    String fields = "[]";

    @Column(name = "archived_at")
    @Nullable
    Instant archivedAt;

    @Column(name = "created_at")
    Instant createdAt = Instant.EPOCH;

    @Column(name = "updated_at")
    Instant updatedAt = Instant.EPOCH;

    QualificationFramework() {}

    void set(QualificationFrameworkDetails details) {
        key = details.key();
        nameEn = details.nameEn();
        namePtBr = details.namePtBr();
        fields = FieldsJson.write(details.fields());
    }

    QualificationFrameworkDetails details() {
        return new QualificationFrameworkDetails(key, nameEn, namePtBr, FieldsJson.read(fields));
    }

    Framework framework() {
        return new Framework(key, FieldsJson.read(fields), archivedAt != null);
    }

    void touch(Instant now) {
        version++;
        updatedAt = now;
    }

    void refuseWhenArchived() {
        if (archivedAt != null) {
            throw new DomainException(QualificationError.FRAMEWORK_ARCHIVED, "archived at " + archivedAt);
        }
    }

    void restore() {
        if (archivedAt == null) {
            throw new DomainException(QualificationError.FRAMEWORK_NOT_ARCHIVED, "it is not archived");
        }
        archivedAt = null;
    }
}
