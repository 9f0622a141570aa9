package io.farol.runtime.errand;

import io.farol.runtime.tenant.TenantId;
import java.util.UUID;

/** An errand in this replica's hands. */
record DueErrand(TenantId tenant, UUID subject) {}
