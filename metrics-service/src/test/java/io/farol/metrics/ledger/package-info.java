@NullMarked
package io.farol.metrics.ledger;

import org.jspecify.annotations.NullMarked;
