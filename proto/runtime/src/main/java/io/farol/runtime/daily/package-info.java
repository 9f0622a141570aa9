/** Work that each tenant has once in its business day. */
@NullMarked
package io.farol.runtime.daily;

import org.jspecify.annotations.NullMarked;
