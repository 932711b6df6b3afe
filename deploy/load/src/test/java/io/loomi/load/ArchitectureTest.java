package io.loomi.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The bench uses the services only as jars and over HTTP. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.loomi");

    @Test
    void doesNotDependOnTheServicesClasses() {
        noClasses()
                .that()
                .resideInAPackage("io.loomi.load..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.loomi.customers..", "io.loomi.transactions..")
                .check(CLASSES);
    }

    @Test
    void isNotUsedByOtherPackages() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.loomi.load..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.loomi.load..")
                .check(CLASSES);
    }
}
