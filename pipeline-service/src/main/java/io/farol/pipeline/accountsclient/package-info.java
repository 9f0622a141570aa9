@NullMarked
package io.farol.pipeline.accountsclient;

import org.jspecify.annotations.NullMarked;
