package io.farol.runtime.imports;

/** What becomes of a file that is not faultless. */
public enum ImportMode {
    /** All rows or none: validated whole, then merged in one transaction. */
    ATOMIC,
    /** Good rows go in, bad ones are reported; committed in chunks. */
    PARTIAL,
    /** Only looks: nothing is written. */
    VALIDATE
}
