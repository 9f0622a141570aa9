@NullMarked
package io.farol.runtime.feed;

import org.jspecify.annotations.NullMarked;
