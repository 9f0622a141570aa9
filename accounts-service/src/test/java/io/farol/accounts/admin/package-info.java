@NullMarked
package io.farol.accounts.admin;

import org.jspecify.annotations.NullMarked;
