/** The tenants of the platform, for operators: made with their first administrator, suspended and resumed. Reads nothing of a tenant's customers. */
@NullMarked
package io.farol.accounts.tenant;

import org.jspecify.annotations.NullMarked;
