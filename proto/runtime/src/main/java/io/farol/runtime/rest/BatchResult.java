package io.farol.runtime.rest;

import java.util.List;

/**
 * Answer to a batch; where its changes stand in the feed is in the header {@code Farol-Position}.
 *
 * @param results one per item, in the request's order
 */
public record BatchResult(List<BatchItemResult> results) {}
