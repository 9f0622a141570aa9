@NullMarked
package io.farol.runtime.time;

import org.jspecify.annotations.NullMarked;
