package io.farol.runtime.download;

import java.time.Instant;

/**
 * A link that downloads one file, once.
 *
 * @param url path and query, for the origin that was asked; whoever has it has the file
 * @param expiresAt exclusive
 */
public record DownloadLink(String url, Instant expiresAt) {}
