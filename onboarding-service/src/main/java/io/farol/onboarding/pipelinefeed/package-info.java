@NullMarked
package io.farol.onboarding.pipelinefeed;

import org.jspecify.annotations.NullMarked;
