@NullMarked
package io.farol.accounts.product;

import org.jspecify.annotations.NullMarked;
