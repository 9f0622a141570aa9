@NullMarked
package io.farol.runtime.id;

import org.jspecify.annotations.NullMarked;
