/** The account table as it is kept: what changes a row of it calls this. */
@NullMarked
package io.farol.metrics.accountrow;

import org.jspecify.annotations.NullMarked;
