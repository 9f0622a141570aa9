/** What became of the accounts that came together: the retention triangle. */
@NullMarked
package io.farol.metrics.cohort;

import org.jspecify.annotations.NullMarked;
