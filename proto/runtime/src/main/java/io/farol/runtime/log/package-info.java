@NullMarked
package io.farol.runtime.log;

import org.jspecify.annotations.NullMarked;
