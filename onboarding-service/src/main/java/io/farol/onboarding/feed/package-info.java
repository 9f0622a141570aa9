@NullMarked
package io.farol.onboarding.feed;

import org.jspecify.annotations.NullMarked;
