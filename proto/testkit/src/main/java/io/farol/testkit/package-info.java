@NullMarked
package io.farol.testkit;

import org.jspecify.annotations.NullMarked;
