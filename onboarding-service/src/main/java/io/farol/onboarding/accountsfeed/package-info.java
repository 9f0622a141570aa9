@NullMarked
package io.farol.onboarding.accountsfeed;

import org.jspecify.annotations.NullMarked;
