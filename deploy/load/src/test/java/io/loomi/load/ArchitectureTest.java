package io.loomi.load;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The bench knows the services by their jars and their front doors only. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.loomi");

    @Test
    void measuresTheServicesWithoutLookingInside() {
        noClasses()
                .that()
                .resideInAPackage("io.loomi.load..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.loomi.customers..", "io.loomi.transactions..")
                .check(CLASSES);
    }

    @Test
    void isKnownToNobody() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.loomi.load..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.loomi.load..")
                .check(CLASSES);
    }
}
