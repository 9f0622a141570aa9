/** A believable portfolio of Brazilian customers, the same in every run, loaded through the public API only. */
@NullMarked
package io.farol.local.demo;

import org.jspecify.annotations.NullMarked;
