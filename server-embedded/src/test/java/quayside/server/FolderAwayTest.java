package quayside.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static quayside.server.TestHost.path;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.wire.Fault;
import quayside.server.storage.Storage;

/** Tests a shared folder that is moved, or that the program may not write into: both sides are notified. */
@Timeout(60)
class FolderAwayTest {
    @TempDir
    Path around;

    @Test
    void bothSidesAreToldOfAFolderThatIsNotThereAndServedOnceItIsBack() throws IOException {
        Path share = Files.createDirectory(around.resolve("share"));
        Files.writeString(share.resolve("a.txt"), "alpha");
        try (TestHost host = new TestHost(share)) {
            host.start();
            try (RawGuest guest = host.guest()) {
                Files.move(share, around.resolve("elsewhere"));
                for (Request request : List.of(
                        new Request.ListFolder(path("")),
                        new Request.Stat(path("")),
                        new Request.Stat(path("a.txt")),
                        new Request.Get(path("docs/a.txt")),
                        new Request.Delete(path("a.txt"), true),
                        new Request.MakeFolder(path("new")),
                        new Request.Move(path("a.txt"), path("b.txt")),
                        RawGuest.post("c.txt", 1, OnConflict.FAIL, true))) {
                    guest.assertFailed(guest.ask(request), Fault.SERVER_FULL);
                    assertThat(((Response.Failed) guest.ask(request)).sentence())
                            .startsWith("The shared folder is no longer at its place on the host");
                }
                await().until(() -> host.events(ShareEvent.FolderTrouble.class).size() == 1);
                assertThat(host.events(ShareEvent.FolderTrouble.class)
                                .getFirst()
                                .sentence()
                                .toString())
                        .startsWith("The shared folder is no longer at its place");

                Files.move(around.resolve("elsewhere"), share);
                await().until(() -> host.events(ShareEvent.FolderWell.class).size() == 1);
                assertThat(guest.ask(new Request.Stat(path("a.txt")))).isInstanceOf(Response.Described.class);
            }
        }
    }

    @Test
    void thatNothingCanBeWrittenIsToldOnceAndOnlyWhereGuestsMayWrite() {
        List<ShareEvent> events = new ArrayList<>();
        AtomicReference<Storage.Condition> folder = new AtomicReference<>(Storage.Condition.READ_ONLY);
        AtomicReference<ShareInfo> share = new AtomicReference<>(new ShareInfo("s", true, false, false));
        try (EventQueue queue = new EventQueue(events::add)) {
            FolderWatch watch =
                    new FolderWatch(() -> Map.of("", folder.get()), share::get, Environment.standard(), queue);
            watch.check();
            share.set(new ShareInfo("s", true, true, false));
            watch.check();
            watch.check();
            folder.set(Storage.Condition.WELL);
            watch.check();
            watch.check();
            folder.set(Storage.Condition.AWAY);
            watch.check();
        }
        assertThat(events)
                .<Class<?>>extracting(ShareEvent::getClass)
                .containsExactly(
                        ShareEvent.FolderTrouble.class, ShareEvent.FolderWell.class, ShareEvent.FolderTrouble.class);
        assertThat(((ShareEvent.FolderTrouble) events.getFirst()).sentence().toString())
                .contains("write into the shared folder");
    }
}
