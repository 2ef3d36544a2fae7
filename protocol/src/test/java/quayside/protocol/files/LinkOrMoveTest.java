package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinkOrMoveTest {
    @TempDir
    Path folder;

    private Path part;
    private Path place;

    @BeforeEach
    void makePart() throws IOException {
        part = Files.writeString(new PartNames("0123456789abcdef").part(folder), "new");
        place = folder.resolve("a");
    }

    private static IOException notPermitted() {
        return new FileSystemException("a", "b", "Die Operation ist nicht erlaubt");
    }

    @Test
    void whereThereAreNoLinksTheFileIsMovedToAFreeName() throws IOException {
        for (LinkOrMove.Links none : List.<LinkOrMove.Links>of(
                (_, _) -> {
                    throw notPermitted();
                },
                (_, _) -> {
                    throw new UnsupportedOperationException();
                })) {
            new LinkOrMove(none).publish(part, place);
            assertThat(place).hasContent("new");
            assertThat(part).doesNotExist();
            Files.writeString(part, "newer");
            assertThatExceptionOfType(FileAlreadyExistsException.class)
                    .isThrownBy(() -> new LinkOrMove(none).publish(part, place));
            assertThat(place).hasContent("new");
            Files.delete(place);
            Files.writeString(part, "new");
        }
    }

    @Test
    void whereThereAreLinksAFailureIsNoReasonToMove() throws IOException {
        for (IOException failure : List.of(
                notPermitted(),
                new AccessDeniedException("a"),
                new FileSystemException("a", "b", "No space left on device"))) {
            LinkOrMove.Links links = (name, existing) -> {
                if (name.equals(place)) {
                    throw failure;
                }
                Files.createLink(name, existing);
            };
            assertThatExceptionOfType(failure.getClass())
                    .isThrownBy(() -> new LinkOrMove(links).publish(part, place))
                    .isSameAs(failure);
            try (Stream<Path> files = Files.list(folder)) {
                assertThat(files).containsExactly(part);
            }
        }
    }

    @Test
    void whatATrialLinkMeetsTellsWhetherThereAreLinks() throws IOException {
        FileSystemException failure = new FileSystemException("a", "b", "Die Operation ist nicht erlaubt");
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(() -> new LinkOrMove((name, _) -> {
                            throw name.equals(place) ? failure : new AccessDeniedException("trial");
                        })
                        .publish(part, place))
                .isSameAs(failure);
        assertThat(part).hasContent("new");
        new LinkOrMove((name, _) -> {
                    if (name.equals(place)) {
                        throw failure;
                    }
                    throw new UnsupportedOperationException();
                })
                .publish(part, place);
        assertThat(place).hasContent("new");
        assertThat(part).doesNotExist();
    }
}
