@NullMarked
package io.farol.accounts.freeze;

import org.jspecify.annotations.NullMarked;
