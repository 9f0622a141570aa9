@NullMarked
package io.farol.pipeline.qualification;

import org.jspecify.annotations.NullMarked;
