@NullMarked
package io.farol.accounts.setting;

import org.jspecify.annotations.NullMarked;
