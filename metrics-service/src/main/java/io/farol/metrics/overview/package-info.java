/** The account table and the page of one account, from projections alone. */
@NullMarked
package io.farol.metrics.overview;

import org.jspecify.annotations.NullMarked;
