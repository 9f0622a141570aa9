@NullMarked
package io.farol.onboarding.account;

import org.jspecify.annotations.NullMarked;
