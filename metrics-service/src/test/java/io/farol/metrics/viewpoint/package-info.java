@NullMarked
package io.farol.metrics.viewpoint;

import org.jspecify.annotations.NullMarked;
