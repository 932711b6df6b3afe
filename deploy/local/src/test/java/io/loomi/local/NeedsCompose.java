package io.loomi.local;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test without Docker Compose. With {@code -Dcompose=required}, as in CI, the test runs and fails instead. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsCompose.Present.class)
@interface NeedsCompose {

    final class Present implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return ResolvedComposeFile.isAvailable() || "required".equals(System.getProperty("compose"))
                    ? ConditionEvaluationResult.enabled("Docker Compose is available or required")
                    : ConditionEvaluationResult.disabled(
                            "Docker Compose is not available: install it to run this test");
        }
    }
}
