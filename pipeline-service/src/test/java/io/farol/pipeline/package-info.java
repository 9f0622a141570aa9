@NullMarked
package io.farol.pipeline;

import org.jspecify.annotations.NullMarked;
