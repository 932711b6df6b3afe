package io.loomi.local.cluster;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Left out where there is no Nginx; {@code -Dnginx=required}, as in CI, runs it and so fails there. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsNginx.Present.class)
@interface NeedsNginx {

    final class Present implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return NginxRun.PROGRAM.isPresent() || "required".equals(System.getProperty("nginx"))
                    ? ConditionEvaluationResult.enabled("there is Nginx, or there must be")
                    : ConditionEvaluationResult.disabled("there is no nginx on this machine: install it to run this");
        }
    }
}
