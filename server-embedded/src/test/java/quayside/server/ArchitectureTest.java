package quayside.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.channels.FileChannel;
import java.nio.file.SecureDirectoryStream;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("quayside.server");

    @Test
    void whatIsProtectedIsKnownWithoutAStorage() {
        noClasses()
                .that()
                .resideInAPackage("quayside.server.protect..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "quayside.server",
                        "quayside.server.storage..",
                        "quayside.server.guard..",
                        "quayside.server.session..")
                .because("every storage asks it, and none is asked by it")
                .check(CLASSES);
    }

    @Test
    void storageKnowsNothingOfGuestsAndSessions() {
        noClasses()
                .that()
                .resideInAPackage("quayside.server.storage..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("quayside.server", "quayside.server.guard..", "quayside.server.session..")
                .because("an object store must be a second implementation of storage and nothing else")
                .check(CLASSES);
    }

    @Test
    void aGuestsFileIsOpenedByDirectoriesOnly() {
        noClasses()
                .that()
                .resideInAPackage("quayside.server.storage..")
                .and()
                .doNotHaveSimpleName("ShareLock")
                .should()
                .dependOnClassesThat()
                .haveFullyQualifiedName(FileChannel.class.getName())
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName(SecureDirectoryStream.class.getName())
                .because("whatever is opened by a path can be led out of the share by a link")
                .check(CLASSES);
    }

    @Test
    void theFolderIsKnownOnlyWhereAServerIsSetUp() {
        noClasses()
                .that()
                .resideOutsideOfPackage("quayside.server.storage..")
                .and()
                .doNotHaveSimpleName("Environment")
                .should()
                .dependOnClassesThat()
                .haveSimpleName("FolderStorage")
                .because("all others know the interface, which another storage implements as well")
                .check(CLASSES);
    }

    @Test
    void theGuardKnowsNothingOfSessions() {
        noClasses()
                .that()
                .resideInAPackage("quayside.server.guard..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("quayside.server", "quayside.server.session..")
                .because("who may come in is decided before there is a session")
                .check(CLASSES);
    }

    @Test
    void aSessionKnowsNothingOfTheServerThatRunsIt() {
        noClasses()
                .that()
                .resideInAPackage("quayside.server.session..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("quayside.server")
                .because("start and stop own the sessions, and ownership runs one way")
                .check(CLASSES);
    }

    @Test
    void theServerKnowsNeitherTheProgramNorJavaFx() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("quayside.app..", "javafx..")
                .because("the server also runs where there is no window")
                .check(CLASSES);
    }
}
