/** How a partner's program uses the generated client. */
@NullMarked
package io.farol.clients;

import org.jspecify.annotations.NullMarked;
