@NullMarked
package io.farol.onboarding.accountsclient;

import org.jspecify.annotations.NullMarked;
