@NullMarked
package io.farol.onboarding;

import org.jspecify.annotations.NullMarked;
