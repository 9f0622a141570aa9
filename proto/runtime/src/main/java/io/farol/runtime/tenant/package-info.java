@NullMarked
package io.farol.runtime.tenant;

import org.jspecify.annotations.NullMarked;
