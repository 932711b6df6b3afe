package io.loomi.common.launch;

import io.loomi.common.config.Instance;
import io.loomi.common.contract.Contract;

/** Makes the instances of a service that is prepared. */
@FunctionalInterface
public interface VerticleFactory {

    ServiceVerticle create(Instance instance, Contract contract);
}
