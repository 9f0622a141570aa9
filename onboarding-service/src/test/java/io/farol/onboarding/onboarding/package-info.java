@NullMarked
package io.farol.onboarding.onboarding;

import org.jspecify.annotations.NullMarked;
