package io.farol.runtime.rest;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answer to a batch.
 *
 * @param results one per item, in the request's order
 * @param position where its changes stand in the feed; null when nothing changed or the stamp took longer than 50 ms
 */
public record BatchResult(
        List<BatchItemResult> results, @Nullable String position) {}
