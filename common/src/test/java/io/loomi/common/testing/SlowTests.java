package io.loomi.common.testing;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that every test that can start a database or another process is marked as {@link Slow}. */
public final class SlowTests {

    private static final Set<String> SLOW_STARTS = Set.of(
            "io.zonky.test.db.postgres.embedded.EmbeddedPostgres",
            "redis.embedded.RedisServer",
            "org.testcontainers.containers.GenericContainer",
            "java.lang.ProcessBuilder");

    private SlowTests() {}

    /** The tests on the class path that break the rule. */
    public static List<String> withoutMark() {
        JavaClasses classes = new ClassFileImporter().importPackages("io.loomi");
        Set<String> slow = withDependents(SLOW_STARTS, classes);
        return classes.stream()
                .filter(type -> type.getSimpleName().endsWith("Test") && !type.isAnnotatedWith(Slow.class))
                .map(JavaClass::getName)
                .filter(slow::contains)
                .sorted()
                .toList();
    }

    /** These classes, and all classes that depend on one of them, directly or indirectly. */
    private static Set<String> withDependents(Collection<String> names, JavaClasses classes) {
        Map<String, List<Dependency>> dependencies = classes.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .collect(Collectors.groupingBy(
                        dependency -> dependency.getTargetClass().getName()));
        Set<String> reached = new HashSet<>(names);
        Deque<String> open = new ArrayDeque<>(names);
        while (!open.isEmpty()) {
            dependencies.getOrDefault(open.pop(), List.of()).stream()
                    .map(dependency -> dependency.getOriginClass().getName())
                    .filter(reached::add)
                    .forEach(open::push);
        }
        return reached;
    }
}
