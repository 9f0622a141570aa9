@NullMarked
package io.farol.bench;

import org.jspecify.annotations.NullMarked;
