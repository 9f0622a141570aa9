@NullMarked
package io.farol.metrics.onboarding;

import org.jspecify.annotations.NullMarked;
