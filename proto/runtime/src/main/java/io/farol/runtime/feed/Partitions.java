package io.farol.runtime.feed;

import io.farol.runtime.tenant.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** Spreads tenants over partitions by hash; the reader's SQL and the consumer's Java must agree for ever. */
final class Partitions {
    /** The first 32 bits of the key's MD5 as an unsigned number, modulo the number of partitions. */
    static final String SQL = "('x' || left(md5(tenant_id), 8))::bit(32)::bigint % ? = ?";

    private Partitions() {}

    static int of(TenantId tenant, int partitionCount) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(tenant.value().getBytes(StandardCharsets.UTF_8));
            return (int) (Integer.toUnsignedLong(ByteBuffer.wrap(digest).getInt()) % partitionCount);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
