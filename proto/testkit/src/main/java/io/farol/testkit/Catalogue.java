package io.farol.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Reads a database's catalogue for holes in the second wall (platform.md section 3). A table is either exempt, which its comment {@code rls-exempt: why} says, or it belongs to tenants: row-level
 * security forced, keys that lead with the tenant, foreign keys that carry it (they pass by row-level security), and no policy but the tenant's, or a named one of the feed role.
 */
public final class Catalogue {
    private static final String TENANT_POLICY = "(tenant_id = current_setting('app.tenant'::text, true))";

    private static final String TABLES = """
            with t as (
                select c.oid, c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity, c.relowner,
                       exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and a.attnotnull) as has_tenant
                  from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg\\_%' and c.relkind in ('r', 'p', 'm')
                   and c.relname <> 'flyway_schema_history'
                   and not exists (select from pg_depend d where d.objid = c.oid and d.deptype = 'e')
            ), guarded as (
                select * from t where coalesce(obj_description(t.oid, 'pg_class'), '') not like 'rls-exempt: _%'
            )
            """;

    private static final String FAULTS = TABLES + """
            select relname || ' is a materialised view, which row-level security does not reach' from guarded where relkind = 'm'
            union all
            select relname || ' has no tenant_id not null and is not exempt' from guarded where not has_tenant and relkind <> 'm'
            union all
            select relname || ' is not behind row-level security' from guarded where not relrowsecurity and relkind <> 'm'
            union all
            select relname || ' does not force row-level security on its owner' from guarded where not relforcerowsecurity and relkind <> 'm'
            union all
            select g.relname || ' has no primary key that begins with tenant_id' from guarded g
             where g.relkind <> 'm' and not exists (
                select from pg_constraint k join pg_attribute a on a.attrelid = g.oid and a.attnum = k.conkey[1]
                 where k.conrelid = g.oid and k.contype = 'p' and a.attname = 'tenant_id')
            union all
            select g.relname || ' has a unique constraint or index without tenant_id: ' || i.indexrelid::regclass from guarded g join pg_index i on i.indrelid = g.oid
             where i.indisunique and g.relname <> 'outbox' and not exists (
                select from pg_attribute a where a.attrelid = g.oid and a.attname = 'tenant_id' and a.attnum = any (i.indkey::int2[]))
            union all
            select g.relname || '.' || k.conname || ' is a foreign key without the tenant' from guarded g
              join pg_constraint k on k.conrelid = g.oid and k.contype = 'f'
              join guarded target on target.oid = k.confrelid
             where not exists (
                select from unnest(k.conkey, k.confkey) as pair(source_column, target_column)
                  join pg_attribute s on s.attrelid = k.conrelid and s.attnum = pair.source_column
                  join pg_attribute d on d.attrelid = k.confrelid and d.attnum = pair.target_column
                 where s.attname = 'tenant_id' and d.attname = 'tenant_id')
            union all
            select g.relname || ' has no policy that compares tenant_id with app.tenant' from guarded g
             where g.relkind <> 'm' and not exists (
                select from pg_policy p where p.polrelid = g.oid and p.polcmd = '*' and p.polroles = '{0}' and p.polpermissive
                   and pg_get_expr(p.polqual, p.polrelid) = $p$%1$s$p$ and pg_get_expr(p.polwithcheck, p.polrelid) = $p$%1$s$p$)
            union all
            select g.relname || '.' || p.polname || ' is a policy that lets more through than one tenant' from guarded g join pg_policy p on p.polrelid = g.oid
             where p.polpermissive
               and not (coalesce(pg_get_expr(p.polqual, p.polrelid), $p$%1$s$p$) = $p$%1$s$p$ and coalesce(pg_get_expr(p.polwithcheck, p.polrelid), $p$%1$s$p$) = $p$%1$s$p$)
               and not (g.relname = 'outbox' and p.polroles = array['farol_feed'::regrole::oid])
            union all
            select r.rolname || ' is a superuser or bypasses row-level security' from pg_roles r
             where (r.rolsuper or r.rolbypassrls) and (r.rolname in ('farol_app', 'farol_feed') or pg_has_role(r.oid, 'farol_app', 'member') and r.rolname not in (select rolname from pg_roles where rolsuper and oid = 10))
            union all
            select t.relname || ' is owned by a role that answers requests' from t
             where exists (select from pg_roles r where not r.rolsuper and (pg_has_role(r.oid, 'farol_app', 'member') or pg_has_role(r.oid, 'farol_feed', 'member'))
                             and pg_has_role(r.oid, t.relowner, 'member'))
            order by 1
            """.formatted(TENANT_POLICY);

    private static final String EXEMPT =
            TABLES + "select relname from t where oid not in (select oid from guarded) order by 1";

    private Catalogue() {}

    /** Every hole in the second wall of a database, in words; empty when there is none. */
    public static List<String> faults(String database) {
        return read(database, FAULTS);
    }

    /** The tables that say of themselves that they hold nothing of a tenant. */
    public static TreeSet<String> exemptTables(String database) {
        return new TreeSet<>(read(database, EXEMPT));
    }

    private static List<String> read(String database, String query) {
        List<String> found = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(database));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                found.add(rows.getString(1));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the catalogue cannot be read", e);
        }
        return found;
    }
}
