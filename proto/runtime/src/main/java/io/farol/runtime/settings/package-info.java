@NullMarked
package io.farol.runtime.settings;

import org.jspecify.annotations.NullMarked;
