/** How metrics-service learns from accounts-service: its facts, dated by when they were learnt. */
@NullMarked
package io.farol.metrics.accountsfeed;

import org.jspecify.annotations.NullMarked;
