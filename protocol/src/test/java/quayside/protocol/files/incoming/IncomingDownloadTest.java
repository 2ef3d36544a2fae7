package quayside.protocol.files.incoming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.files.Disk;
import quayside.protocol.files.PartNames;
import quayside.protocol.files.RecordingDisk;
import quayside.protocol.files.Unkept;
import quayside.protocol.message.Mode;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class IncomingDownloadTest {
    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-11-22T10:00:00.123456789Z");

    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");

    @TempDir
    Path folder;

    private Optional<Path> land(String text, Instant modified, OnConflict onConflict) throws IOException {
        try (IncomingDownload incoming = IncomingDownload.plain(Disk.ofSystem(), folder, new SecureRandom())) {
            byte[] bytes = text.getBytes(UTF_8);
            incoming.begin("v", bytes.length);
            incoming.write(bytes, bytes.length);
            return incoming.publish(folder.resolve("a.txt"), modified, Optional.empty(), onConflict);
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFreeNameIsTakenUnderEveryRule(OnConflict onConflict) throws IOException {
        assertThat(land("new", NEW, onConflict)).contains(folder.resolve("a.txt"));
        assertThat(folder.resolve("a.txt")).hasContent("new");
        assertThat(Files.getLastModifiedTime(folder.resolve("a.txt")).toInstant())
                .isEqualTo(NEW);
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void withoutPublishingNothingIsLeft() throws IOException {
        try (IncomingDownload incoming = IncomingDownload.plain(Disk.ofSystem(), folder, new SecureRandom())) {
            incoming.begin("v", 4);
            incoming.write(new byte[] {1, 2, 3}, 3);
            assertThat(names()).hasSize(1).allMatch(name -> name.matches("\\.quayside-[0-9a-f]{16}\\.part"));
        }
        assertThat(names()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void aTakenNameFollowsTheRule(OnConflict onConflict) throws IOException {
        Files.writeString(folder.resolve("a.txt"), "old");
        Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(OLD));
        switch (onConflict) {
            case FAIL ->
                assertThatExceptionOfType(ProtocolException.class)
                        .isThrownBy(() -> land("new", NEW, onConflict))
                        .extracting(ProtocolException::fault)
                        .isEqualTo(Fault.EXISTS);
            case SKIP -> assertThat(land("new", NEW, onConflict)).isEmpty();
            case OVERWRITE, NEWER -> assertThat(land("new", NEW, onConflict)).contains(folder.resolve("a.txt"));
            case RENAME -> assertThat(land("new", NEW, onConflict)).contains(folder.resolve("a (2).txt"));
        }
        boolean replaced = onConflict == OnConflict.OVERWRITE || onConflict == OnConflict.NEWER;
        assertThat(folder.resolve("a.txt")).hasContent(replaced ? "new" : "old");
        assertThat(names()).hasSize(onConflict == OnConflict.RENAME ? 2 : 1);
    }

    @Test
    void newerLeavesAFileThatIsAsNew() throws IOException {
        Files.writeString(folder.resolve("a.txt"), "old");
        Files.setLastModifiedTime(folder.resolve("a.txt"), FileTime.from(NEW));
        assertThat(land("new", NEW, OnConflict.NEWER)).isEmpty();
        assertThat(folder.resolve("a.txt")).hasContent("old");
    }

    @ParameterizedTest
    @EnumSource(names = {"OVERWRITE", "NEWER", "FAIL"})
    void aFolderIsNeverReplaced(OnConflict onConflict) throws IOException {
        Files.createDirectory(folder.resolve("a.txt"));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> land("new", NEW, onConflict))
                .extracting(ProtocolException::fault)
                .isEqualTo(Fault.EXISTS);
        assertThat(folder.resolve("a.txt")).isDirectory();
    }

    @Test
    void renamingGoesOnToTheFirstFreeNumber() throws IOException {
        for (String name : List.of("a.txt", "a (2).txt", "a (3).txt")) {
            Files.writeString(folder.resolve(name), name);
        }
        assertThat(land("new", NEW, OnConflict.RENAME)).contains(folder.resolve("a (4).txt"));
    }

    @Test
    void aFileThatGetsAnotherNameHasNothingOfTheOneInItsWay() throws IOException {
        assumeTrue(Disk.isPosix(folder), "This system has no modes.");
        Files.createFile(folder.resolve("a.txt"), PosixFilePermissions.asFileAttribute(new Mode(0600).permissions()));
        assertThat(land("new", NEW, OnConflict.RENAME)).contains(folder.resolve("a (2).txt"));
        Path trial = Files.createFile(folder.resolve("trial"));
        assertThat(Files.getPosixFilePermissions(folder.resolve("a (2).txt")))
                .isEqualTo(Files.getPosixFilePermissions(trial));
    }

    /** One descriptor a failure would be the end of a program that runs for weeks. */
    @Test
    void whateverFailsNoFileStaysOpen() throws IOException {
        assumeTrue(Files.isDirectory(DESCRIPTORS), "This system does not tell which files are open.");
        PartNames name = new PartNames("0123456789abcdef");
        boolean failed = true;
        for (int failing = 0; failed; failing++) {
            RecordingDisk disk = new RecordingDisk().failing(failing, () -> new IOException("Input/output error"));
            try {
                land(IncomingDownload.plain(disk, folder, new SecureRandom()));
                land(IncomingDownload.resumable(disk, folder, name).orElseThrow());
                try (IncomingDownload anew =
                        IncomingDownload.resumable(disk, folder, name).orElseThrow()) {
                    anew.begin("v2", 1);
                    anew.write(new byte[1], 1);
                }
                land(IncomingDownload.resumable(disk, folder, name).orElseThrow());
            } catch (IOException e) {
                // As it had to.
            }
            failed = disk.operations().size() > failing;
            assertThat(openFiles()).as("after %s", disk.operations().getLast()).isEmpty();
        }
    }

    private void land(IncomingDownload landing) throws IOException {
        try (landing) {
            if (landing.leftover().isPresent()) {
                landing.publish(folder.resolve("b"), NEW, Optional.empty(), OnConflict.OVERWRITE);
                return;
            }
            landing.begin("v", 1);
            landing.write(new byte[1], 1);
        }
    }

    private List<Path> openFiles() throws IOException {
        List<Path> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    open.add(Files.readSymbolicLink(descriptor));
                } catch (NoSuchFileException e) {
                    // It was the one that listed them.
                }
            }
        }
        return open.stream().filter(file -> file.startsWith(folder)).toList();
    }

    @Test
    void whatIsLeftForALaterTryIsOnTheDisk() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        land(IncomingDownload.resumable(disk, folder, new PartNames("0123456789abcdef"))
                .orElseThrow());
        List<String> operations = disk.operations();
        assertThat(operations.lastIndexOf("write part")).isLessThan(operations.indexOf("sync part"));
        assertThat(operations.lastIndexOf("write record")).isLessThan(operations.indexOf("sync record"));
    }

    @Test
    void whatTheDiskDoesNotKeepIsToldAndTheFileStays() throws IOException {
        assertThat(unkept("set modified part", "a")).containsExactly(Unkept.TIME);
        assertThat(unkept("dress part", "b")).containsExactly(Unkept.NARROW);
        assertThat(unkept("dress part", "a")).containsExactly(Unkept.OWNER);
    }

    private Set<Unkept> unkept(String operation, String name) throws IOException {
        RecordingDisk disk = new RecordingDisk().meanwhile(operation, _ -> {
            throw new IOException("Operation not permitted");
        });
        try (IncomingDownload landing = IncomingDownload.plain(disk, folder, new SecureRandom())) {
            landing.begin("v", 0);
            assertThat(landing.publish(folder.resolve(name), NEW, Optional.empty(), OnConflict.OVERWRITE))
                    .contains(folder.resolve(name));
            return landing.unkept();
        }
    }

    @Test
    void whatIsPublishedKeepsItsNameOverAPowerCut() throws IOException {
        RecordingDisk disk = new RecordingDisk();
        try (IncomingDownload landing = IncomingDownload.plain(disk, folder, new SecureRandom())) {
            landing.begin("v", 1);
            landing.write(new byte[1], 1);
            landing.publish(folder.resolve("a.txt"), NEW, Optional.empty(), OnConflict.FAIL);
            assertThat(disk.operations()).last().isEqualTo("sync folder");
        }
        assertThat(disk.operations().indexOf("sync part"))
                .isBetween(0, disk.operations().indexOf("publish"));
    }
}
