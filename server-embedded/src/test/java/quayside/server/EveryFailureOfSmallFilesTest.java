package quayside.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import quayside.protocol.message.Message;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Response;
import quayside.server.storage.FaultyDisk.Kind;

/** Tests small uploads, alone and together, on a disk that fails. */
@Timeout(300)
class EveryFailureOfSmallFilesTest extends EveryFailure {
    @ParameterizedTest
    @EnumSource
    void ofASmallUpload(Kind kind) throws IOException {
        byte[] content = "a small file".getBytes(UTF_8);
        failEach(kind, () -> {}, () -> {
            guest.sendEager("docs/new", content, OnConflict.FAIL);
            Message answer = guest.receiveAnswer();
            if (answer instanceof Response.Stored || Files.exists(folder.resolve("docs/new"))) {
                assertThat(folder.resolve("docs/new")).hasBinaryContent(content);
            }
            return List.of(answer);
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofASmallUploadThatReplaces(Kind kind) throws IOException {
        byte[] content = "a small file".getBytes(UTF_8);
        failEach(kind, () -> Files.write(folder.resolve("docs/new"), OLD), () -> {
            guest.sendEager("docs/new", content, OnConflict.OVERWRITE);
            Message answer = guest.receiveAnswer();
            if (answer instanceof Response.Stored) {
                assertThat(folder.resolve("docs/new")).hasBinaryContent(content);
            } else {
                assertOneOf(folder.resolve("docs/new"), OLD, content);
            }
            return List.of(answer);
        });
    }

    @ParameterizedTest
    @EnumSource
    void ofABatch(Kind kind) throws IOException {
        failEach(kind, () -> {}, () -> {
            guest.together(() -> {
                for (int i = 0; i < 3; i++) {
                    guest.sendEager("docs/file" + i, ("content " + i).getBytes(UTF_8), OnConflict.FAIL);
                }
            });
            List<Message> answers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                answers.add(guest.receiveAnswer());
                Path file = folder.resolve("docs/file" + i);
                if (answers.getLast() instanceof Response.Stored || Files.exists(file)) {
                    assertThat(file).hasContent("content " + i);
                }
            }
            return answers;
        });
    }
}
