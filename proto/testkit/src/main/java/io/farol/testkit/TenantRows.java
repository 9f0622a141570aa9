package io.farol.testkit;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;

/** What a tenant has in the database, seen by the superuser: count and hash of its rows by table. Feed stamps and the marks of daily runs, which come on their own, do not count. */
final class TenantRows {
    private static final int MOST_LOOKS = 50;
    private static final long BETWEEN_LOOKS_NANOS = 200_000_000;

    private TenantRows() {}

    /** Once nothing moves any more: what runs in the background for the tenant, such as the end of an import, is not the doing of the call under test. */
    static Map<String, String> settled(String database, String tenant) {
        Map<String, String> seen = of(database, tenant);
        for (int i = 0; i < MOST_LOOKS; i++) {
            LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
            Map<String, String> now = of(database, tenant);
            if (now.equals(seen)) {
                return now;
            }
            seen = now;
        }
        return seen;
    }

    static Map<String, String> of(String database, String tenant) {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(Postgres.superuserUrl(database));
                Statement statement = connection.createStatement()) {
            for (String table : tables(statement)) {
                String row = table.equals("outbox") ? "(t.id, t.aggregate_version)" : "t.*";
                String query =
                        "select count(*) || ' ' || coalesce(md5(string_agg(md5(row(%s)::text), '' order by md5(row(%s)::text))), '') from %s t where t.tenant_id = '%s'"
                                .formatted(row, row, table, tenant);
                try (ResultSet found = statement.executeQuery(query)) {
                    found.next();
                    rows.put(table, found.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("a tenant's rows cannot be read", e);
        }
        return rows;
    }

    /** The tables that differ. */
    static List<String> difference(Map<String, String> before, Map<String, String> after) {
        return after.keySet().stream()
                .filter(table -> !after.get(table).equals(before.get(table)))
                .toList();
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("""
                select c.oid::regclass::text from pg_class c join pg_namespace n on n.oid = c.relnamespace
                 where c.relkind in ('r', 'p') and not c.relispartition and n.nspname = 'public' and c.relname <> 'daily_run'
                   and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id')""")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }
}
