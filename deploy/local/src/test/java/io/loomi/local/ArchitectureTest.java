package io.loomi.local;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.loomi.common.testing.SlowTests;
import org.junit.jupiter.api.Test;

/** The local bank uses only the public packages of the services. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.loomi");

    @Test
    void doesNotDependOnTheServicesInternals() {
        noClasses()
                .that()
                .resideInAPackage("io.loomi.local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.loomi.customers.*..", "io.loomi.transactions.*..")
                .check(CLASSES);
    }

    @Test
    void isNotUsedByTheServices() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.loomi.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.loomi.local..")
                .check(CLASSES);
    }

    @Test
    void marksSlowTests() {
        assertThat(SlowTests.withoutMark()).as("tests without @Slow").isEmpty();
    }
}
