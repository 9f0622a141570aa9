@NullMarked
package io.farol.runtime.start;

import org.jspecify.annotations.NullMarked;
