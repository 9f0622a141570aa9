@NullMarked
package io.farol.accounts.contract;

import org.jspecify.annotations.NullMarked;
