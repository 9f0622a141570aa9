@NullMarked
package io.farol.runtime.imports;

import org.jspecify.annotations.NullMarked;
