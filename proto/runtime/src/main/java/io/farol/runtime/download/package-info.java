/** Links that download a file once, with the caller's rights: platform.md section 5. */
@NullMarked
package io.farol.runtime.download;

import org.jspecify.annotations.NullMarked;
