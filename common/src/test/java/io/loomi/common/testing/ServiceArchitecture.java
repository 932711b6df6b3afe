package io.loomi.common.testing;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import io.loomi.common.launch.CommandLine;

/** The arrows between the packages of a module, as rules over its compiled main classes. */
public final class ServiceArchitecture {

    private static final String SQL = "io.vertx.sqlclient..";
    private static final String POSTGRES = "io.vertx.pgclient..";
    private static final String JDBC = "java.sql..";
    private static final String DATABASE = "io.loomi.common.database..";

    private final String root;
    private final JavaClasses classes;

    private ServiceArchitecture(String root) {
        this.root = root;
        this.classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(root);
        if (classes.isEmpty()) {
            throw new AssertionError("no classes under " + root);
        }
    }

    /** @param root the package of the module, such as {@code io.loomi.customers} */
    public static ServiceArchitecture of(String root) {
        return new ServiceArchitecture(root);
    }

    public void entitiesStandAlone() {
        check(ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(layer("entities"))
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "org.jspecify..", layer("entities")));
    }

    public void servicesKnowNoHttpAndNoSql() {
        check(noClasses()
                .that()
                .resideInAPackage(layer("services"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.vertx.ext.web..",
                        "io.vertx.core.http..",
                        "java.net.http..",
                        "io.loomi.common.http..",
                        "io.loomi.common.middlewares..",
                        layer("controllers"),
                        SQL,
                        POSTGRES,
                        JDBC,
                        DATABASE));
    }

    public void controllersReachOnlyServices() {
        check(noClasses()
                .that()
                .resideInAPackage(layer("controllers"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(layer("repositories"), layer("clients"), SQL, POSTGRES, JDBC, DATABASE));
    }

    public void repositoriesAndClientsServeWithoutKnowingWhom() {
        check(noClasses()
                .that()
                .resideInAnyPackage(layer("repositories"), layer("clients"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(layer("services"), layer("controllers")));
    }

    /** @param other the package of another service */
    public void doesNotKnow(String other) {
        check(noClasses().should().dependOnClassesThat().resideInAPackage(other + ".."));
    }

    public void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching(root + ".(*)..")
                .should()
                .beFreeOfCycles()
                .check(classes);
    }

    public void nothingIsNamedForNoPurpose() {
        check(noClasses().should().haveNameMatching(".*(Util|Utils|Helper|Helpers|Manager|Impl)"));
    }

    /** Sleeping holds up an event loop, and what is printed is not a log line; the command line alone may print. */
    public void nothingSleepsOrPrints() {
        check(noClasses()
                .that(not(equivalentTo(CommandLine.class)))
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .orShould()
                .callMethod(Throwable.class, "printStackTrace")
                .orShould()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err"));
    }

    private String layer(String name) {
        return root + "." + name + "..";
    }

    private void check(ArchRule rule) {
        rule.check(classes);
    }
}
