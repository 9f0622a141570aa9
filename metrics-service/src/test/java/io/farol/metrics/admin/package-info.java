@NullMarked
package io.farol.metrics.admin;

import org.jspecify.annotations.NullMarked;
