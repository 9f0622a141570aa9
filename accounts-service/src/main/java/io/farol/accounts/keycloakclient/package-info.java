/** How accounts-service asks Keycloak about users. */
@NullMarked
package io.farol.accounts.keycloakclient;

import org.jspecify.annotations.NullMarked;
