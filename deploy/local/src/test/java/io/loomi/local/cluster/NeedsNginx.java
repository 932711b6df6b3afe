package io.loomi.local.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips a test without Nginx. With {@code -Dnginx=required}, as in CI, the test runs and fails instead. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNginx.Present.class)
@interface NeedsNginx {

    final class Present implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return NginxRun.PROGRAM.isPresent() || "required".equals(System.getProperty("nginx"))
                    ? ConditionEvaluationResult.enabled("Nginx is installed or required")
                    : ConditionEvaluationResult.disabled("Nginx is not installed: install it to run this test");
        }
    }
}
