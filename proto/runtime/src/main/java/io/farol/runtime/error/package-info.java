@NullMarked
package io.farol.runtime.error;

import org.jspecify.annotations.NullMarked;
