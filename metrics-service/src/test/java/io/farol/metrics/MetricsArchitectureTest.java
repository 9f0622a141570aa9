package io.farol.metrics;

import io.farol.testkit.ArchitectureContract;

/** The house style, checked for metrics-service. */
class MetricsArchitectureTest extends ArchitectureContract {

    @Override
    protected String root() {
        return "io.farol.metrics";
    }
}
