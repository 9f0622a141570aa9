@NullMarked
package io.farol.accounts.account;

import org.jspecify.annotations.NullMarked;
