/** One origin in front of the services: routes by path table, adds nothing but what a front door must. */
@NullMarked
package io.farol.local.edge;

import org.jspecify.annotations.NullMarked;
