@NullMarked
package io.farol.metrics.deal;

import org.jspecify.annotations.NullMarked;
