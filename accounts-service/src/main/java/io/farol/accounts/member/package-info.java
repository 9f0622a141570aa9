/** The team: people by role, and who of them calls. */
@NullMarked
package io.farol.accounts.member;

import org.jspecify.annotations.NullMarked;
