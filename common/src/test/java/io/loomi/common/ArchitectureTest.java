package io.loomi.common;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.loomi.common.async.TimeLimit;
import io.loomi.common.testing.ServiceArchitecture;
import io.loomi.common.testing.SlowTests;
import org.junit.jupiter.api.Test;

/** The dependencies between the packages of common. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.loomi.common");

    @Test
    void looksAtSomething() {
        assertThat(CLASSES).hasSizeGreaterThan(40);
    }

    @Test
    void hasNoCycleOfPackages() {
        slices().matching("io.loomi.common.(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void knowsNoService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.loomi.customers..", "io.loomi.transactions..")
                .check(CLASSES);
    }

    @Test
    void keepsErrorsFreeOfHttpAndSql() {
        noClasses()
                .that()
                .resideInAPackage("..errors..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.vertx..", "io.netty..")
                .check(CLASSES);
    }

    /** Entities use them. */
    @Test
    void keepsValuesFreeOfEverything() {
        classes()
                .that()
                .resideInAPackage("..common.values..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", "io.loomi.common.values..")
                .check(CLASSES);
    }

    /** Without a context, Vert.x runs a timeout on a thread of its own, and the callbacks lose the correlation id. */
    @Test
    void countsTimeInOneClassOnly() {
        ServiceArchitecture.onlyCallsTimeoutIn(TimeLimit.class).check(CLASSES);
    }

    /** A process outside of a cluster does not load Hazelcast. */
    @Test
    void knowsHazelcastInOnePackageOnly() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.loomi.common.cluster..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.hazelcast..", "io.vertx.spi.cluster.hazelcast..")
                .check(CLASSES);
    }

    @Test
    void marksSlowTests() {
        assertThat(SlowTests.withoutMark()).as("tests without @Slow").isEmpty();
    }
}
