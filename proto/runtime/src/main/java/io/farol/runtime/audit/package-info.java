@NullMarked
package io.farol.runtime.audit;

import org.jspecify.annotations.NullMarked;
