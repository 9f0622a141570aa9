@NullMarked
package io.farol.onboarding.board;

import org.jspecify.annotations.NullMarked;
