package quayside.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("quayside.app");

    private static final String ROOT = "quayside.app";
    private static final String CORE = "quayside.app.core..";
    private static final String CLI = "quayside.app.cli..";
    private static final String UI = "quayside.app.ui..";
    private static final String KIT = "quayside.app.ui.kit..";
    private static final String SHELL = "quayside.app.ui.shell..";

    @Test
    void theCoreKnowsNeitherJavaFxNorTheWindowNorTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage(CORE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", UI, CLI, ROOT)
                .because("the window and the command line share one core, and it is tested without either")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theCommandLineDoesNotKnowTheWindow() {
        noClasses()
                .that()
                .resideInAPackage(CLI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("javafx..", UI, ROOT)
                .because("a command must start without loading the toolkit")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void theWindowDoesNotKnowTheCommandLine() {
        noClasses()
                .that()
                .resideInAPackage(UI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(CLI, ROOT)
                .because("cli stands beside ui on the same core, and only the wiring sees both")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void onlyWhatTheClientMeansForCallersIsUsed() {
        Set<String> forCallers = Set.of(
                "Cancellation",
                "ConnectOptions",
                "RetryPolicy",
                "ShareLink",
                "NewLock",
                "PasscodePrompt",
                "FileDigest",
                "ProgressListener",
                "QuickCheck",
                "HashedNames",
                "ConflictRules",
                "TransferListener",
                "TransferReport",
                "TransferResult");
        noClasses()
                .should()
                .dependOnClassesThat(DescribedPredicate.describe(
                        "work inside the client",
                        type -> type.getPackageName().startsWith("quayside.protocol.client.")
                                && !forCallers.contains(outermost(type).getSimpleName())))
                .because("connections and transfers are the client's own, whichever of its rooms they are in")
                .check(CLASSES);
    }

    private static JavaClass outermost(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
    }

    @Test
    void multicastDnsIsInOneRoom() {
        noClasses()
                .that()
                .resideOutsideOfPackage("quayside.app.core.nearby..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("javax.jmdns..")
                .because("it keeps what strangers send without a limit, unless it is kept from that")
                .check(CLASSES);
    }

    @Test
    void theKitDoesNotKnowTheFeatures() {
        noClasses()
                .that()
                .resideInAPackage(KIT)
                .should()
                .dependOnClassesThat(inTheWindowBut(KIT))
                .because("a control that knows one feature cannot serve the next")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void aFeatureDoesNotKnowTheShell() {
        noClasses()
                .that(inTheWindowBut(SHELL))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(SHELL)
                .because("the shell puts the features together, so each can be opened alone in a test")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    @Test
    void featuresDoNotImportEachOther() {
        slices().matching("quayside.app.ui.(*)..")
                .namingSlices("feature $1")
                .should()
                .notDependOnEachOther()
                .ignoreDependency(inPackage(SHELL), DescribedPredicate.alwaysTrue())
                .ignoreDependency(DescribedPredicate.alwaysTrue(), inPackage(KIT))
                .because("what two features share belongs in the core or in the kit")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    private static DescribedPredicate<JavaClass> inPackage(String identifier) {
        return JavaClass.Predicates.resideInAPackage(identifier);
    }

    private static DescribedPredicate<JavaClass> inTheWindowBut(String identifier) {
        return inPackage(UI).and(DescribedPredicate.not(inPackage(identifier)));
    }
}
