package io.farol.runtime.imports;

import io.farol.runtime.error.ErrorCode;
import io.farol.runtime.error.Kind;

/** What can be wrong with an import besides the values in it. */
public enum ImportError implements ErrorCode {
    /** The bytes are not what they are said to be: a broken archive, a quote never closed, an old .xls. */
    FILE_NOT_READABLE(Kind.INVALID),
    /** There is no header line. */
    FILE_EMPTY(Kind.INVALID),
    /** No column gives a required field. */
    COLUMN_MISSING(Kind.INVALID),
    /** Two columns give the same field. */
    COLUMN_AMBIGUOUS(Kind.INVALID),
    /** A row has values beyond the last column of the header: most often a separator inside an unquoted value. */
    TOO_MANY_VALUES(Kind.INVALID),
    /** A line of NDJSON is not a JSON object. */
    ROW_NOT_READABLE(Kind.INVALID),
    /** The database refuses the row for a rule that no check names. */
    ROW_REFUSED(Kind.CONFLICT);

    private final Kind kind;

    ImportError(Kind kind) {
        this.kind = kind;
    }

    @Override
    public Kind kind() {
        return kind;
    }
}
