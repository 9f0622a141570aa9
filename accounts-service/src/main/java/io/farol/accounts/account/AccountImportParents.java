package io.farol.accounts.account;

import io.farol.runtime.imports.ImportChunk;

/** Refuses the rows of a chunk whose parents would make an account its own ancestor, together with the chunk's other rows and with what is stored. */
final class AccountImportParents {
    /** The walk goes up by the parents that the rows name, where they are not refused already, else by the stored ones. A new account has nothing below it and closes no cycle. */
    private static final String CYCLES = """
            with recursive wanted as materialized (
                select s.line, s.parent_external_id, a.id, p.id as parent_id, p.id is distinct from a.parent_account_id as is_moved
                  from staged s
                  join account a on a.tenant_id = :tenant and a.external_id = s.external_id
                  left join account p on p.tenant_id = :tenant and p.external_id = s.parent_external_id
                 where :has_parent_external_id and not s.is_faulty and not exists (select 1 from staged_fault f where f.line = s.line)),
            above (line, id) as (
                select w.line, w.parent_id from wanted w where w.is_moved and w.parent_id is not null
                union
                select b.line, case when w.id is null then a.parent_account_id else w.parent_id end
                  from above b
                  join account a on a.tenant_id = :tenant and a.id = b.id
                  left join wanted w on w.id = b.id
                 where case when w.id is null then a.parent_account_id else w.parent_id end is not null)
            select w.line, 'parentExternalId', 'PARENT_CYCLE', w.parent_external_id from wanted w join above b on b.line = w.line and b.id = w.id""";

    private AccountImportParents() {}

    /** To be called after all other checks; nobody else gives accounts a parent before the chunk is written. A refused row leaves its account where it was, which can close another cycle: it is looked again until none is found. */
    static void refuseCycles(ImportChunk chunk) {
        chunk.count(
                "select count(*) from (" + AccountRepository.CLAIM_PARENTS + " where :has_parent_external_id) claimed");
        long known = -1;
        long refused = refused(chunk);
        while (refused > known) {
            known = refused;
            chunk.faults(CYCLES);
            refused = refused(chunk);
        }
    }

    private static long refused(ImportChunk chunk) {
        return chunk.count("select count(*) from staged_fault");
    }
}
