@NullMarked
package io.farol.runtime.security;

import org.jspecify.annotations.NullMarked;
