@NullMarked
package io.farol.accounts.fxrate;

import org.jspecify.annotations.NullMarked;
