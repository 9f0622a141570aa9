@NullMarked
package io.farol.metrics.overview;

import org.jspecify.annotations.NullMarked;
