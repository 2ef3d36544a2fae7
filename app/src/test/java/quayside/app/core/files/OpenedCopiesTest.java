package quayside.app.core.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.Patience;
import quayside.app.core.TestShare;
import quayside.app.core.publish.Subscription;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

class OpenedCopiesTest {
    @TempDir
    private Path shared;

    @TempDir
    private Path temporary;

    @Test
    void aChangedCopyIsReportedAndKeptAndAnUnchangedOneIsDeleted() throws IOException {
        Files.writeString(shared.resolve("a.txt"), "one");
        Files.writeString(shared.resolve("b.txt"), "two");
        List<OpenedCopies.Copy> changed = new CopyOnWriteArrayList<>();
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            OpenedCopies copies = new OpenedCopies(temporary);
            Cancellation never = new Cancellation();
            OpenedCopies.Copy edited = copies.open(client, RemotePath.parse("a.txt"), never);
            OpenedCopies.Copy read = copies.open(client, RemotePath.parse("b.txt"), never);
            Subscription _ = edited.onChange(() -> changed.add(edited));
            Subscription _ = read.onChange(() -> changed.add(read));
            assertThat(edited.file()).hasContent("one");
            Files.writeString(edited.file(), "changed");
            Patience.await().until(() -> changed.contains(edited));
            Entry original = client.stat(edited.origin());
            assertThat(edited.uploading(original)).contains(original);
            // What the copy itself has put there is no change by another.
            Files.copy(
                    edited.file(),
                    shared.resolve("a.txt"),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.COPY_ATTRIBUTES);
            Entry uploaded = client.stat(edited.origin());
            assertThat(edited.uploading(uploaded)).contains(uploaded);
            Files.writeString(shared.resolve("a.txt"), "by another");
            assertThat(edited.uploading(client.stat(edited.origin()))).isEmpty();
            copies.close();
            assertThat(edited.file()).hasContent("changed");
            assertThat(read.file()).doesNotExist();
            assertThat(changed).doesNotContain(read);
        }
    }

    @Test
    void nothingIsLeftOfACopyThatFailed() throws IOException {
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation());
                OpenedCopies copies = new OpenedCopies(temporary)) {
            assertThatThrownBy(() -> copies.open(client, RemotePath.parse("gone"), new Cancellation()))
                    .isInstanceOf(ProtocolException.class);
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatAProgramSavedBesideACopyStaysAndNoCopyCanBeExecuted() throws IOException {
        Path script = Files.writeString(shared.resolve("run"), "#!/bin/sh");
        boolean executable = script.toFile().setExecutable(true);
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            OpenedCopies copies = new OpenedCopies(temporary);
            OpenedCopies.Copy copy = copies.open(client, RemotePath.parse("run"), new Cancellation());
            assertThat(executable).isTrue();
            assertThat(Files.isExecutable(copy.file())).isFalse();
            Path other = Files.writeString(copy.file().resolveSibling("saved under another name"), "work");
            copies.close();
            assertThat(copy.file()).doesNotExist();
            assertThat(other).hasContent("work");
        }
    }
}
