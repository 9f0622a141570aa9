@NullMarked
package io.farol.accounts.feed;

import org.jspecify.annotations.NullMarked;
