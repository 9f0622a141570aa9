@NullMarked
package io.farol.runtime.grpc;

import org.jspecify.annotations.NullMarked;
