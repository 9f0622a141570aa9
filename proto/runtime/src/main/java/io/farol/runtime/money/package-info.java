@NullMarked
package io.farol.runtime.money;

import org.jspecify.annotations.NullMarked;
