package io.farol.runtime.imports;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * All that a feature says about the import of its things; reading files, limits, modes, resuming, counting and reporting are the runtime's.
 *
 * <p>Make it an {@code @ApplicationScoped} bean and give it four endpoints, each a call of {@link Imports}:
 *
 * <pre>{@code
 * @Path("/v1/accounts/imports")
 * @RunOnVirtualThread
 * public class AccountImportResource {
 *     private final Imports imports;
 *     private final AccountImport accounts;                                       // the definition
 *
 *     @POST @ResponseStatus(202) @AlsoAccepts(value = "*", described = ImportQuery.class) @RolesAllowed({Role.ADMIN, Role.LEADER, Role.INTEGRATION}) @Consumes(MediaType.WILDCARD)
 *     public RestResponse<ImportView> start(@HeaderParam("Idempotency-Key") @Nullable String key, InputStream file) { return imports.start(accounts, key, file); }
 *
 *     @GET @Path("/{importId}") @RolesAllowed(…)
 *     public ImportView get(JobId importId) { return imports.get(accounts, importId); }
 *
 *     @GET @Path("/{importId}/errors") @RolesAllowed(…)
 *     public ImportErrorPage errors(JobId importId, @RestQuery Integer pageSize, @RestQuery String pageToken) { return imports.errors(accounts, importId, pageSize, pageToken); }
 *
 *     @GET @Path("/template") @Produces("text/csv") @RolesAllowed(…)
 *     public RestResponse<String> template(@RestQuery String locale) { return imports.template(accounts, locale); }
 * }
 * }</pre>
 *
 * <p>The work on a chunk of rows happens inside one transaction of the job's tenant, over the temporary table {@code staged}: {@code row_no bigint, line bigint, is_faulty boolean}, one typed
 * column per {@link #columns()} under its {@link ImportColumn#sqlName()}, {@code extras jsonb} when there is an {@link #extraPrefix()}, and the {@link #working()} columns, null at first.
 * Values with a fault are null there. First {@link #resolve} and {@link #check} see all rows of the chunk, faulty ones too, so that all faults are told at once; then the faulty rows are
 * removed from {@code staged}, and {@link #merge} sees the rest.
 */
public interface ImportDefinition {

    /** The things, as in the path: {@code contract-lines} for {@code /v1/contract-lines/imports}. */
    String thing();

    /** At most 48 columns; the order is that of the template. */
    List<ImportColumn> columns();

    /** Fields that identify a row together; a later row of the file with the same values is a {@code DUPLICATE}. Rows with one of them empty are left alone. Empty = no such rule. */
    default List<String> key() {
        return List.of();
    }

    /** Columns whose header starts so, such as {@code attr.}, land in {@code staged.extras} as {@code {"rest of the header": "text"}}; null = there are none. */
    default @Nullable String extraPrefix() {
        return null;
    }

    /** Query parameters of this import besides the common ones: booleans, false by default, bound in SQL under their name, such as {@code :createProducts}; a record of them is {@code described}, too. */
    default List<String> options() {
        return List.of();
    }

    /** Further columns of {@code staged} for the feature's own use, name to SQL type, such as {@code account_id} to {@code uuid}. */
    default Map<String, String> working() {
        return Map.of();
    }

    /** Rules that need one row only, asked while the file is read; values that are missing or faulty are null. */
    default void check(ImportRow row) {}

    /** Fills the working columns, by {@code chunk.execute("update staged s set account_id = a.id from account a where a.external_id = s.account_external_id")}. Writes nothing else. */
    default void resolve(ImportChunk chunk) {}

    /** Rules that need the database: {@code chunk.faults("select line, 'productCode', 'UNKNOWN_REFERENCE', product_code from staged where …")}. Writes nothing else. */
    default void check(ImportChunk chunk) {}

    /**
     * Writes the good rows and their outbox rows, set-based. A row equal to what is stored must write nothing ({@code on conflict … do update … where … is distinct from …}).
     *
     * <p>Chunks are consecutive rows of the file, so things whose rows are spread over two chunks are written twice. A statement does not see rows written by a data-modifying
     * {@code with} of its own: collect what changed in a temporary table ({@code create temp table … on commit drop}, emptied first: an ATOMIC job merges several chunks in one transaction)
     * and append to the outbox from there. Lock aggregates in the order of their id. Nested
     * loops are switched off in these transactions (the planner underestimates a tenant that its statistics do not know yet), so prefer joins to correlated subqueries.
     *
     * @return rows of {@code staged} that changed something; the others count as unchanged
     */
    long merge(ImportChunk chunk);
}
