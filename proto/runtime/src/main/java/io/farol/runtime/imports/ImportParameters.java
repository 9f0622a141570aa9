package io.farol.runtime.imports;

import java.util.List;
import java.util.Map;

/**
 * What a job remembers of its request and its file, stored with it as JSON.
 *
 * @param columns field of each staging column, in order; a later release may have another order
 * @param present fields that the file gives
 * @param options the import's own switches
 * @param ignoredColumns columns of the file that fill nothing
 */
record ImportParameters(
        ImportMode mode,
        List<String> columns,
        List<String> present,
        Map<String, Boolean> options,
        List<String> ignoredColumns) {}
