package dev.gemmatune.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rules of the modules; each is guarded against matching nothing. */
final class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("dev.gemmatune");

    private static final List<String> MODULES = List.of("model", "datasets", "eval", "train", "export", "cli");

    @Test
    void allModulesAreSeen() {
        for (String module : MODULES) {
            long seen = CLASSES.stream()
                    .filter(type -> type.getPackageName().startsWith("dev.gemmatune." + module))
                    .count();
            assertTrue(seen > 5, module + " has " + seen + " classes");
        }
    }

    @Test
    void dependenciesPointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("model")
                .definedBy("dev.gemmatune.model..")
                .layer("datasets")
                .definedBy("dev.gemmatune.datasets..")
                .layer("eval")
                .definedBy("dev.gemmatune.eval..")
                .layer("train")
                .definedBy("dev.gemmatune.train..")
                .layer("export")
                .definedBy("dev.gemmatune.export..")
                .layer("cli")
                .definedBy("dev.gemmatune.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("export")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("eval")
                .mayOnlyBeAccessedByLayers("train", "export", "cli")
                .whereLayer("datasets")
                .mayOnlyBeAccessedByLayers("eval", "train", "export", "cli")
                .check(CLASSES);
    }

    @Test
    void metricsKnowNeitherEngineNorTables() {
        noClasses()
                .that()
                .resideInAPackage("dev.gemmatune.eval.metrics..")
                .should()
                .dependOnClassesThat(resideInAPackage("ai.djl..").or(resideInAPackage("tech.tablesaw..")))
                .check(CLASSES);
    }

    @Test
    void tablesStayOutOfPublicSignatures() {
        noMethods()
                .that()
                .arePublic()
                .should()
                .haveRawReturnType(resideInAPackage("tech.tablesaw.."))
                .check(CLASSES);
        List<String> taking = CLASSES.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(method -> method.getRawParameterTypes().stream()
                        .anyMatch(type -> type.getPackageName().startsWith("tech.tablesaw")))
                .map(JavaMethod::getFullName)
                .toList();
        assertTrue(taking.isEmpty(), taking::toString);
    }

    @Test
    void onlyTheApplicationPrints() {
        noClasses()
                .that(resideOutsideOfPackage("dev.gemmatune.cli.."))
                .should(ACCESS_STANDARD_STREAMS)
                .check(CLASSES);
    }

    /** Autograd would point to memory that is freed at once; {@code train.objective.Numbers} says why and what to use. */
    @Test
    void numbersOutliveAutogradsRecord() {
        for (String method : List.of("mul", "div", "pow", "maximum", "minimum", "mod")) {
            noClasses().should().callMethod(NDArray.class, method, Number.class).check(CLASSES);
        }
    }

    @Test
    void packagesHaveNoCycles() {
        // A module's own package is its front door: it holds what all of its parts share and what puts them together.
        slices().matching("dev.gemmatune.(*).(*)..").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void utilitiesHaveRealNames() {
        List<String> vague = CLASSES.stream()
                .map(JavaClass::getName)
                .filter(name -> name.matches(".*\\.utils?\\..*|.*(Utils?|Helper|Manager)$"))
                .toList();
        assertTrue(vague.isEmpty(), vague::toString);
    }
}
