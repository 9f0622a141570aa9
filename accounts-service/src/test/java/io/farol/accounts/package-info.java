@NullMarked
package io.farol.accounts;

import org.jspecify.annotations.NullMarked;
