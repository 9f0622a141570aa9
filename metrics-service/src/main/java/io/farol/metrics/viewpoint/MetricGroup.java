package io.farol.metrics.viewpoint;

/** A group with its name for people. */
public record MetricGroup(String key, String label) {}
