/** The REST door, the same in every service: platform.md section 5. */
@NullMarked
package io.farol.runtime.rest;

import org.jspecify.annotations.NullMarked;
