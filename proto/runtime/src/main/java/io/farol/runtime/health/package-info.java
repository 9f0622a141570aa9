@NullMarked
package io.farol.runtime.health;

import org.jspecify.annotations.NullMarked;
