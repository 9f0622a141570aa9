@NullMarked
package io.farol.metrics.statement;

import org.jspecify.annotations.NullMarked;
