@NullMarked
package io.farol.runtime.outbox;

import org.jspecify.annotations.NullMarked;
