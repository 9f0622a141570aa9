@NullMarked
package io.farol.metrics.catalogue;

import org.jspecify.annotations.NullMarked;
