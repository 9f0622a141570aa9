/** The people who look after the customers, as accounts-service told of them, and who of them calls. */
@NullMarked
package io.farol.metrics.member;

import org.jspecify.annotations.NullMarked;
