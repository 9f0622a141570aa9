/** The one-command laptop: real PostgreSQL, Keycloak, the services and the edge. */
@NullMarked
package io.farol.local;

import org.jspecify.annotations.NullMarked;
