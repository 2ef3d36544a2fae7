package quayside.protocol.files.incoming;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.files.Disk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;

final class IncomingDownloadTest {
    private static final Instant OLD = Instant.parse("2020-01-01T00:00:00Z");
    private static final Instant NEW = Instant.parse("2026-11-22T10:00:00.123456789Z");

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
}
