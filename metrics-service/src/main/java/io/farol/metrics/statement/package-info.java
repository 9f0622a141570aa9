/** The monthly MRR statement, whole and by group. */
@NullMarked
package io.farol.metrics.statement;

import org.jspecify.annotations.NullMarked;
