package io.loomi.common.testing;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.ClassesShouldConjunction;
import com.tngtech.archunit.lang.syntax.elements.ClassesThat;
import io.loomi.common.async.TimeLimit;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.Map;

/** The rules about a service's layers: dependencies go one way. */
public final class ServiceArchitecture {

    private final String root;
    private final JavaClasses classes;

    private ServiceArchitecture(String root) {
        this.root = root;
        this.classes = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages(root);
        if (classes.size() < 10) {
            throw new AssertionError("the rules of " + root + " found too few classes");
        }
    }

    /** @param root the service's package */
    public static ServiceArchitecture of(String root) {
        return new ServiceArchitecture(root);
    }

    /** The rules by name, each to be run as a test. */
    public Map<String, Runnable> rules() {
        Map<String, ArchRule> rules = new LinkedHashMap<>();
        rules.put(
                "entities import only java.* and the values of common",
                classes()
                        .that()
                        .resideInAPackage(root + ".entities..")
                        .should()
                        .onlyDependOnClassesThat()
                        .resideInAnyPackage(
                                "java..", "org.jspecify..", "io.loomi.common.values..", root + ".entities.."));
        rules.put(
                "services know no HTTP and no SQL",
                noneOf("services")
                        .resideInAnyPackage(
                                "io.vertx.ext.web..",
                                "io.vertx.core.http..",
                                "io.vertx.sqlclient..",
                                "io.vertx.pgclient..",
                                "io.loomi.common.http..",
                                "io.loomi.common.database.."));
        rules.put(
                "controllers reach data through services",
                noneOf("controllers").resideInAnyPackage(root + ".repositories..", root + ".clients.."));
        rules.put(
                "repositories do not depend on services, controllers or clients",
                noneOf("repositories")
                        .resideInAnyPackage(root + ".services..", root + ".controllers..", root + ".clients.."));
        rules.put(
                "clients do not depend on services, controllers or repositories",
                noneOf("clients")
                        .resideInAnyPackage(root + ".services..", root + ".controllers..", root + ".repositories.."));
        rules.put(
                "services do not depend on controllers",
                noneOf("services").resideInAnyPackage(root + ".controllers.."));
        rules.put(
                "no cycle of packages",
                slices().matching(root + ".(*)..").should().beFreeOfCycles());
        rules.put(
                "no class is named Util, Helper, Manager or Impl",
                noClasses()
                        .should()
                        .haveSimpleNameEndingWith("Util")
                        .orShould()
                        .haveSimpleNameEndingWith("Utils")
                        .orShould()
                        .haveSimpleNameEndingWith("Helper")
                        .orShould()
                        .haveSimpleNameEndingWith("Manager")
                        .orShould()
                        .haveSimpleNameEndingWith("Impl"));
        String other = root.endsWith("customers") ? "io.loomi.transactions.." : "io.loomi.customers..";
        rules.put(
                "services do not import each other",
                noClasses().should().dependOnClassesThat().resideInAPackage(other));
        rules.put("time limits are counted in the caller's context", onlyCallsTimeoutIn(TimeLimit.class));
        Map<String, Runnable> runnable = new LinkedHashMap<>();
        rules.forEach((name, rule) -> runnable.put(name, () -> rule.check(classes)));
        return runnable;
    }

    /** Only this class calls {@link Future#timeout}. */
    public static ArchRule onlyCallsTimeoutIn(Class<?> only) {
        return noClasses()
                .that()
                .doNotBelongToAnyOf(only)
                .should()
                .callMethodWhere(target(name("timeout")).and(target(owner(assignableTo(Future.class)))));
    }

    private ClassesThat<ClassesShouldConjunction> noneOf(String layer) {
        return noClasses()
                .that()
                .resideInAPackage(root + "." + layer + "..")
                .should()
                .dependOnClassesThat();
    }
}
