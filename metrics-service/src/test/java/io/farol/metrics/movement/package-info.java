@NullMarked
package io.farol.metrics.movement;

import org.jspecify.annotations.NullMarked;
