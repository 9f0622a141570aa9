/** The change feed, both ends: what a service serves to its readers, and how it follows the feeds of others (platform.md section 2). */
@NullMarked
package io.farol.runtime.feed;

import org.jspecify.annotations.NullMarked;
