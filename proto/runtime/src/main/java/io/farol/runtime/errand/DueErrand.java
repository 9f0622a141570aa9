package io.farol.runtime.errand;

import io.farol.runtime.tenant.TenantId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An errand in this replica's hands.
 *
 * @param traceParent of the request that decided it; null when that is not recorded
 */
record DueErrand(TenantId tenant, UUID subject, @Nullable String traceParent) {}
