@NullMarked
package io.farol.runtime.download;

import org.jspecify.annotations.NullMarked;
