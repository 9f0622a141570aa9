package io.farol.pipeline.qualification;

import io.farol.runtime.error.Language;
import io.farol.runtime.rest.Filter;
import io.farol.runtime.rest.Listing;
import io.farol.runtime.rest.Version;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A framework as answered: fields as in {@link QualificationFrameworkDetails}.
 *
 * @param isBuiltIn whether every tenant has it and nobody changes it; such a one stays at its first version
 * @param isArchived whether no deal may begin with it any more
 * @param can what the caller may do with it now
 */
@Schema(name = "QualificationFramework")
record QualificationFrameworkView(
        QualificationFrameworkId id,
        Version etag,
        String key,
        String nameEn,
        String namePtBr,
        List<FrameworkField> fields,
        boolean isBuiltIn,
        boolean isArchived,
        List<FrameworkAction> can) {

    /** The built-in ones, which are no rows, before the tenant's own; archived ones too, since deals may be qualified in them. */
    static final Listing<QualificationFrameworkView> LISTING = Listing.<QualificationFrameworkView>from(
                    """
                    (select tenant_id, id, version, key, name_en, name_pt_br, fields, archived_at is not null as is_archived, false as is_built_in from qualification_framework
                     union all
                     select current_setting('app.tenant', true), cast(b.id as uuid), 1, b.key, b.key, b.key, '[]', false, true from (values %s) b (id, key)) f""".formatted(builtIn()))
            .tenant("f.tenant_id")
            .id("f.id", QualificationFrameworkId.class)
            .select("f.*", (row, context) -> of(row))
            .filter("key", Filter.text("f.key"))
            .filter("isBuiltIn", Filter.of(Boolean.class, "f.is_built_in"))
            .filter("isArchived", Filter.of(Boolean.class, "f.is_archived"))
            .search("farol_fold(f.key || ' ' || f.name_en || ' ' || f.name_pt_br)")
            .sortByText("key", "f.key")
            .build();

    static QualificationFrameworkView of(QualificationFramework framework) {
        return new QualificationFrameworkView(
                new QualificationFrameworkId(framework.id),
                new Version(framework.version),
                framework.key,
                framework.nameEn,
                framework.namePtBr,
                FieldsJson.read(framework.fields),
                false,
                framework.archivedAt != null,
                List.of());
    }

    static QualificationFrameworkView of(BuiltInFramework framework) {
        return new QualificationFrameworkView(
                framework.id(),
                new Version(1),
                framework.name(),
                framework.name(Language.ENGLISH),
                framework.name(Language.BRAZILIAN_PORTUGUESE),
                framework.fields(),
                true,
                false,
                List.of());
    }

    QualificationFrameworkView allowing(List<FrameworkAction> actions) {
        return new QualificationFrameworkView(id, etag, key, nameEn, namePtBr, fields, isBuiltIn, isArchived, actions);
    }

    private static QualificationFrameworkView of(ResultSet row) throws SQLException {
        if (row.getBoolean("is_built_in")) {
            return of(BuiltInFramework.valueOf(row.getString("key")));
        }
        return new QualificationFrameworkView(
                new QualificationFrameworkId(row.getObject("id", UUID.class)),
                new Version(row.getLong("version")),
                row.getString("key"),
                row.getString("name_en"),
                row.getString("name_pt_br"),
                FieldsJson.read(row.getString("fields")),
                false,
                row.getBoolean("is_archived"),
                List.of());
    }

    private static String builtIn() {
        return BuiltInFramework.all()
                .map(framework -> "('" + framework.id().value() + "', '" + framework.name() + "')")
                .collect(Collectors.joining(", "));
    }
}
