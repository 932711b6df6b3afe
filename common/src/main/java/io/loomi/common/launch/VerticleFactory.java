package io.loomi.common.launch;

import io.loomi.common.config.Instance;
import io.loomi.common.contract.Contract;

/** Creates the instances of a prepared service. */
@FunctionalInterface
public interface VerticleFactory {

    ServiceVerticle create(Instance instance, Contract contract);
}
