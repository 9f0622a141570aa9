@NullMarked
package io.farol.runtime.limit;

import org.jspecify.annotations.NullMarked;
