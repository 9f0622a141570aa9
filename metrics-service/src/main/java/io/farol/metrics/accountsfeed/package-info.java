@NullMarked
package io.farol.metrics.accountsfeed;

import org.jspecify.annotations.NullMarked;
