@org.jspecify.annotations.NullMarked
package io.farol.metrics.retelling;
