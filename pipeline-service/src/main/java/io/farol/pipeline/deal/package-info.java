@NullMarked
package io.farol.pipeline.deal;

import org.jspecify.annotations.NullMarked;
