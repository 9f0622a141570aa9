@NullMarked
package io.farol.pipeline.feed;

import org.jspecify.annotations.NullMarked;
