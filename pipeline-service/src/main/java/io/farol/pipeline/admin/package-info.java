@NullMarked
package io.farol.pipeline.admin;

import org.jspecify.annotations.NullMarked;
