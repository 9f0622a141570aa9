package io.farol.pipeline;

import io.farol.testkit.ArchitectureContract;

class ArchitectureTest extends ArchitectureContract {
    @Override
    protected String root() {
        return "io.farol.pipeline";
    }
}
