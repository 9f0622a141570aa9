@NullMarked
package io.farol.runtime.job;

import org.jspecify.annotations.NullMarked;
