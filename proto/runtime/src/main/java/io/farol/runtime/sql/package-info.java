@NullMarked
package io.farol.runtime.sql;

import org.jspecify.annotations.NullMarked;
