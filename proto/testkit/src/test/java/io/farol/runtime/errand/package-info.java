@NullMarked
package io.farol.runtime.errand;

import org.jspecify.annotations.NullMarked;
