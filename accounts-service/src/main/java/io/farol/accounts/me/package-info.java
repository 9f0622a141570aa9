@NullMarked
package io.farol.accounts.me;

import org.jspecify.annotations.NullMarked;
