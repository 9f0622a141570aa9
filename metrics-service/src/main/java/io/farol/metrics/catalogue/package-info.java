/** The catalogue of metrics: what each means, how it is computed, its series, and the accounts behind a value. */
@NullMarked
package io.farol.metrics.catalogue;

import org.jspecify.annotations.NullMarked;
