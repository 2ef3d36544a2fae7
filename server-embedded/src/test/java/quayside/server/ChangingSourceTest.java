package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.client.Transfers;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.transfer.TransferListener;
import quayside.protocol.client.transfer.TransferReport;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;

/**
 * Tests files that change while the real client uploads them: the {@code POST}, and the reaction of a whole transfer
 * (PROTOCOL.md section 6.2).
 */
final class ChangingSourceTest {
    @TempDir
    Path share;

    @TempDir
    Path local;

    private WholeWay way;

    @BeforeEach
    void start() throws IOException {
        way = new WholeWay(share, local);
    }

    @AfterEach
    void stop() {
        way.close();
    }

    @Test
    void aFileThatChangesWhileItGoesUpIsNotPublished() throws IOException {
        Path file = way.file("log", 4 * WholeWay.MIB);
        Fault fault = WholeWay.faultOf(() -> way.client()
                .post(
                        file,
                        RemotePath.parse("log"),
                        OnConflict.FAIL,
                        (done, total) -> {
                            if (done > WholeWay.MIB && done < 2 * WholeWay.MIB) {
                                append(file);
                            }
                        },
                        new Cancellation()));
        assertThat(fault).isEqualTo(Fault.CHANGED);
        assertThat(way.client().list(RemotePath.root())).isEmpty();
    }

    @Test
    void aFileThatChangesWhileItComesDownStartsAgain() throws IOException {
        Path folder = Files.createDirectory(share.resolve("logs"));
        for (String name : List.of("a", "b", "c", "growing")) {
            Files.write(folder.resolve(name), new byte[name.equals("growing") ? 32 * WholeWay.MIB : 1000]);
        }
        List<String> noted = new ArrayList<>();
        TransferListener growing = new TransferListener() {
            private boolean grown;

            @Override
            public void noted(String path, Sentence sentence) {
                noted.add(path + ": " + sentence);
            }

            @Override
            public void progressed(long bytesDone) {
                if (bytesDone > WholeWay.MIB && !grown) {
                    grown = true;
                    append(folder.resolve("growing"));
                }
            }
        };
        TransferReport.Summary down = Transfers.download(
                way.client(), RemotePath.parse("logs"), local, OnConflict.FAIL, growing, new Cancellation());
        assertThat(down.stored()).isEqualTo(4);
        assertThat(noted).containsExactly("logs/growing: It has changed since, so it starts again from the beginning.");
        assertThat(Files.mismatch(local.resolve("logs/growing"), folder.resolve("growing")))
                .isEqualTo(-1);
    }

    private static void append(Path file) {
        try {
            Files.writeString(file, "more", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
