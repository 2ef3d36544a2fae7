package quayside.protocol;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("quayside.protocol");

    /** In the order in which a received byte passes through them. */
    private static final List<String> LAYERS =
            List.of("text", "wire", "message", "crypto", "channel", "files", "client");

    @ParameterizedTest
    @ValueSource(strings = {"text", "wire", "message", "crypto", "channel", "files", "client"})
    void aPackageDoesNotImportWhatStandsAboveIt(String layer) {
        String[] above = LAYERS.subList(LAYERS.indexOf(layer) + 1, LAYERS.size()).stream()
                .map(name -> "quayside.protocol." + name + "..")
                .toArray(String[]::new);
        noClasses()
                .that()
                .resideInAPackage("quayside.protocol." + layer + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above)
                .because(
                        "the packages follow the way the bytes go: a lower one can be read and tested without the rest")
                .allowEmptyShould(true)
                .check(CLASSES);
    }

    /** The rooms of the client, and last its front door. */
    @ParameterizedTest
    @ValueSource(strings = {"connection", "unlock", "transfer"})
    void aRoomOfTheClientDoesNotImportWhatStandsAboveIt(String room) {
        List<String> rooms = List.of("connection", "unlock", "transfer");
        List<String> above = new ArrayList<>(List.of("quayside.protocol.client"));
        rooms.subList(rooms.indexOf(room) + 1, rooms.size())
                .forEach(name -> above.add("quayside.protocol.client." + name));
        noClasses()
                .that()
                .resideInAPackage("quayside.protocol.client." + room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(above.toArray(String[]::new))
                .because(
                        "connections know nothing of passcodes, passcodes nothing of files, and callers one front door")
                .check(CLASSES);
    }

    @Test
    void theShelfOfFilesKnowsNothingOfWhatArrives() {
        noClasses()
                .that()
                .resideInAPackage("quayside.protocol.files")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("quayside.protocol.files.incoming..")
                .because("directories and files can be read and tested without the way in which a file arrives")
                .check(CLASSES);
    }

    @Test
    void theProtocolKnowsNeitherTheServerNorTheProgramNorJavaFx() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("quayside.server..", "quayside.app..", "javafx..")
                .because("the protocol is a library of its own that any program may use")
                .check(CLASSES);
    }

    @Test
    void secretsAreComparedInConstantTime() {
        noClasses()
                .that()
                .haveNameMatching(
                        "quayside\\.protocol\\.crypto\\.(AccessKey|KeyExchange|KeySchedule|ClientHandshake|ServerHandshake|FrameCipher|BodyCipher)")
                .should()
                .callMethod(Arrays.class, "equals", byte[].class, byte[].class)
                .orShould()
                .callMethod(Object.class, "equals", Object.class)
                .because("how long a comparison takes must not tell how much of a secret was right")
                .check(CLASSES);
    }
}
