@NullMarked
package io.farol.runtime.config;

import org.jspecify.annotations.NullMarked;
