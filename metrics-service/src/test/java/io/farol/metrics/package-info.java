@NullMarked
package io.farol.metrics;

import org.jspecify.annotations.NullMarked;
