package quayside.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ModeTest {
    @ParameterizedTest
    @CsvSource({
        "r--------, 256",
        "-w-------, 128",
        "--x------, 64",
        "---r-----, 32",
        "----w----, 16",
        "-----x---, 8",
        "------r--, 4",
        "-------w-, 2",
        "--------x, 1",
        "rw-r--r--, 420",
        "rwxrwxrwx, 511",
        "---------, 0"
    })
    void eachPermissionHasItsBit(String permissions, int bits) {
        assertThat(Mode.of(PosixFilePermissions.fromString(permissions))).isEqualTo(new Mode(bits));
        assertThat(PosixFilePermissions.toString(new Mode(bits).permissions())).isEqualTo(permissions);
    }

    @Test
    void onlyAFileOfASystemWithModesHasOne(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a"), "a");
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        assumeThat(view).isNotNull();
        view.setPermissions(new Mode(0640).permissions());
        assertThat(Mode.of(view.readAttributes())).contains(new Mode(0640));
        assertThat(Mode.of(Files.readAttributes(file, BasicFileAttributes.class)))
                .isEmpty();
    }

    @Test
    void noBitThatRunsAProgramAsSomebodyElseIsAMode() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Mode(512));
        assertThatIllegalArgumentException().isThrownBy(() -> new Mode(-1));
    }

    @Test
    void whatBothAllowIsAllThatIsLeft() {
        assertThat(new Mode(0754).and(new Mode(0622))).isEqualTo(new Mode(0600));
        assertThat(new Mode(0754).and(new Mode(0777))).isEqualTo(new Mode(0754));
    }

    @ParameterizedTest
    @CsvSource({"0777, 0777", "0770, 0700", "0754, 0744", "0640, 0600", "0604, 0604", "0070, 0000", "0732, 0722"})
    void aGroupThatIsNotKeptMayDoNoMoreThanAllOthers(String before, String after) {
        assertThat(new Mode(Integer.decode(before)).withoutGroup()).isEqualTo(new Mode(Integer.decode(after)));
    }

    @Test
    void theOwnerOfAFolderMayAlwaysPutSomethingIntoIt() {
        assertThat(new Mode(0055).withOwner()).isEqualTo(new Mode(0755));
    }

    @Test
    void aModeIsWiderWhereItAllowsAnybodyAnythingThatTheOtherDoesNot() {
        assertThat(new Mode(0644).isWiderThan(new Mode(0640))).isTrue();
        assertThat(new Mode(0604).isWiderThan(new Mode(0770))).isTrue();
        assertThat(new Mode(0640).isWiderThan(new Mode(0640))).isFalse();
        assertThat(new Mode(0600).isWiderThan(new Mode(0644))).isFalse();
    }
}
