@NullMarked
package io.farol.runtime.rest;

import org.jspecify.annotations.NullMarked;
