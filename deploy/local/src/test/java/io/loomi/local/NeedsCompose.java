package io.loomi.local;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Left out where there is no Compose; {@code -Dcompose=required}, as in CI, runs it and so fails there. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCompose.Present.class)
@interface NeedsCompose {

    final class Present implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Composed.isPossible() || "required".equals(System.getProperty("compose"))
                    ? ConditionEvaluationResult.enabled("there is Compose, or there must be")
                    : ConditionEvaluationResult.disabled(
                            "there is no docker compose on this machine: install it to run this");
        }
    }
}
