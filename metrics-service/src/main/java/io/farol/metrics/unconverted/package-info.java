/** Contract lines that no figure counts, since no exchange rate is known for them. */
@NullMarked
package io.farol.metrics.unconverted;

import org.jspecify.annotations.NullMarked;
