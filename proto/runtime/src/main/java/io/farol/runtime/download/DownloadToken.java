package io.farol.runtime.download;

import io.farol.runtime.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a link is known by: {@code <tenant>.<256 random bits>}. The tenant is no secret; it says whose rows the link is among.
 *
 * @param secret 43 characters of base64url
 */
record DownloadToken(TenantId tenant, String secret) {
    private static final int RANDOM_BYTES = 32;
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();

    static DownloadToken next(TenantId tenant) {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return new DownloadToken(tenant, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    /** The token that was sent; empty when it cannot be one of ours. */
    static Optional<DownloadToken> parse(String sent) {
        int dot = sent.indexOf('.');
        if (dot < 0
                || !TenantId.isWellFormed(sent.substring(0, dot))
                || !SECRET.matcher(sent.substring(dot + 1)).matches()) {
            return Optional.empty();
        }
        return Optional.of(new DownloadToken(new TenantId(sent.substring(0, dot)), sent.substring(dot + 1)));
    }

    String text() {
        return tenant.value() + "." + secret;
    }

    /** SHA-256; enough for a secret that nobody can guess. */
    byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text().getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Never the secret. */
    @Override
    public String toString() {
        return "download token of " + tenant.value();
    }
}
