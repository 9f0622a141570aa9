package io.farol.runtime.imports;

import java.io.IOException;

/** The rows of a file, one after another, whatever its format. */
interface RecordSource extends AutoCloseable {

    /** Fills the row with what comes next; false at the end. Blank rows are passed over. */
    boolean next(ImportRow row) throws IOException;

    /** How this file writes numbers and days. */
    Conversion conversion();

    @Override
    void close() throws IOException;
}
