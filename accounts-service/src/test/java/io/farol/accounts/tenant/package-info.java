@NullMarked
package io.farol.accounts.tenant;

import org.jspecify.annotations.NullMarked;
