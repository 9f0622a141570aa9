/** What a service that follows the accounts feed knows of the team. */
@NullMarked
package io.farol.runtime.team;

import org.jspecify.annotations.NullMarked;
