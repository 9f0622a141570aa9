@NullMarked
package io.farol.pipeline.funnel;

import org.jspecify.annotations.NullMarked;
