/** How changes leave a service: written with the change itself, numbered after its commit (DECISIONS.md 1). */
@NullMarked
package io.farol.runtime.outbox;

import org.jspecify.annotations.NullMarked;
