package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;
import quayside.protocol.message.OnConflict;
import quayside.protocol.text.Sentence;

/**
 * Replaces files of root, as an ordinary user, in the user's own folders. Run only by {@link OrdinaryUserTest}, which
 * is root and prepares them; the name excludes it from other runs.
 */
final class ForeignFiles {
    /** Names the folder that was prepared. */
    static final String PROPERTY = "quayside.foreign";

    private static final String THEIRS = "theirs";
    private static final int NOBODY = 65_534;
    private static final Instant OLD = Instant.parse("1903-04-05T06:07:08Z");
    private static final Instant NEWER = Instant.parse("1969-12-31T23:59:59Z");

    private final List<String> notes = new ArrayList<>();

    private enum Kind {
        READABLE(0664),
        CLOSED(0640);

        private final int mode;

        Kind(int mode) {
            this.mode = mode;
        }
    }

    static Stream<Arguments> cases() {
        return Stream.of("UP", "DOWN")
                .flatMap(direction -> Stream.of(OnConflict.OVERWRITE, OnConflict.NEWER)
                        .flatMap(rule -> Stream.of(Kind.values()).map(kind -> Arguments.of(direction, rule, kind))));
    }

    /** By root. */
    static void prepare(Path top) throws IOException {
        Files.createDirectory(top);
        own(top);
        Files.createFile(top.resolve(THEIRS));
        Files.setAttribute(top.resolve(THEIRS), "unix:mode", 0644);
        for (Arguments each : cases().toList()) {
            Object[] what = each.get();
            Path folder = Files.createDirectory(top.resolve(what[0] + "-" + what[1] + "-" + what[2]));
            own(folder);
            Path share = Files.createDirectory(folder.resolve("share"));
            Path local = Files.createDirectory(folder.resolve("local"));
            own(share);
            own(local);
            Path old = Files.write((what[0].equals("UP") ? share : local).resolve("f"), new byte[5]);
            Files.getFileAttributeView(old, UserDefinedFileAttributeView.class)
                    .write("note", ByteBuffer.wrap("mine".getBytes(UTF_8)));
            Files.setAttribute(old, "unix:mode", ((Kind) what[2]).mode);
            Files.setLastModifiedTime(old, FileTime.from(OLD));
        }
    }

    /** A disk may let us change nothing of a file; then what there is not cannot be taken away, and need not. */
    @Test
    void aListThatIsNotThereIsNotMissed() throws IOException {
        Path top = Path.of(System.getProperty(PROPERTY));
        try (Directory directory = Disk.ofSystem().open(top)) {
            Path theirs = Path.of(THEIRS);
            assertThat(directory.giveMetadata(theirs, directory, theirs, Optional.empty()))
                    .isEmpty();
        }
    }

    private static void own(Path folder) throws IOException {
        Files.setAttribute(folder, "unix:uid", NOBODY);
        Files.setAttribute(folder, "unix:gid", NOBODY);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void isReplacedAndNoMoreOpen(String direction, OnConflict rule, Kind kind) throws IOException {
        Path folder = Path.of(System.getProperty(PROPERTY)).resolve(direction + "-" + rule + "-" + kind);
        Path share = folder.resolve("share");
        Path local = folder.resolve("local");
        boolean up = direction.equals("UP");
        Path source = Files.write((up ? local : share).resolve("f"), new byte[3]);
        Files.setAttribute(source, "unix:mode", 0666);
        Files.setLastModifiedTime(source, FileTime.from(NEWER));
        Path old = (up ? share : local).resolve("f");
        TransferListener listener = new TransferListener() {
            @Override
            public void noted(String path, Sentence sentence) {
                notes.add(sentence.toString());
            }
        };

        try (TappedShare tapped = new TappedShare(share)) {
            TransferReport.Summary summary =
                    up ? tapped.up(source, rule, listener) : tapped.down("f", local, rule, listener);
            assertThat(summary.stored()).isEqualTo(1);
        }

        assertThat(Files.size(old)).isEqualTo(3);
        assertThat(Files.getAttribute(old, "unix:uid")).isEqualTo(NOBODY);
        boolean readable = kind == Kind.READABLE;
        // Of a group that is not the old one everybody may be; and what could not be read has lists that nobody knows.
        assertThat((int) Files.getAttribute(old, "unix:mode") & 07777).isEqualTo(readable ? 0644 : 0600);
        assertThat(Files.getFileAttributeView(old, UserDefinedFileAttributeView.class)
                        .list())
                .isEqualTo(readable ? List.of("note") : List.of());
        if (!up) {
            assertThat(notes)
                    .anyMatch(sentence -> sentence.contains("owner"))
                    .satisfies(all -> assertThat(all.stream().anyMatch(sentence -> sentence.contains("access control")))
                            .isEqualTo(!readable));
        }
    }
}
