@NullMarked
package io.farol.runtime.trace;

import org.jspecify.annotations.NullMarked;
