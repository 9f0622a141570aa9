@NullMarked
package io.farol.pipeline.account;

import org.jspecify.annotations.NullMarked;
