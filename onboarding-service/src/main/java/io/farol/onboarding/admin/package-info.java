@NullMarked
package io.farol.onboarding.admin;

import org.jspecify.annotations.NullMarked;
