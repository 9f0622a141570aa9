@NullMarked
package io.farol.metrics.cohort;

import org.jspecify.annotations.NullMarked;
