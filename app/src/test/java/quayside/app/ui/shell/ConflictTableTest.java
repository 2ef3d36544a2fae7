package quayside.app.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import quayside.app.core.TestShare;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.Fx;
import quayside.app.ui.kit.TestWindow;
import quayside.app.ui.shell.ConflictFinder.Conflict;
import quayside.app.ui.shell.ConflictFinder.Found;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.transfer.ConflictRules;
import quayside.protocol.message.Entry;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.SeenFile;

/** The question for taken names, and how they are found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ConflictTableTest {
    private static final Instant OLDER = Instant.parse("2026-11-22T11:20:09Z");

    private final AtomicReference<ConflictQuestion.Answer> answer = new AtomicReference<>();
    private TestWindow window;

    @BeforeAll
    void open() {
        window = new TestWindow(960, 600, services -> new StackPane());
    }

    @AfterAll
    void close() {
        window.close();
    }

    @BeforeEach
    void clear() {
        answer.set(null);
    }

    private void ask(boolean mayReplace, boolean more) {
        Found found = new Found(
                List.of(
                        new Conflict("a.txt", file("a.txt", OLDER.plusSeconds(32)), file("a.txt", OLDER)),
                        new Conflict("Raw/b.nef", file("b.nef", OLDER), file("b.nef", OLDER.plusSeconds(90_000))),
                        new Conflict("c.txt", file("c.txt", OLDER), file("c.txt", OLDER))),
                List.of(new Conflict("same", file("same", OLDER), file("same", OLDER))),
                more);
        Fx.run(() -> window.services()
                .dialogs()
                .show(ConflictQuestion.of(
                        new ConflictQuestion.Task(true, "Pictures", "Summer", 4, mayReplace),
                        found,
                        window.services(),
                        answer::set,
                        () -> {})));
    }

    private static Entry file(String name, Instant modified) {
        return new Entry(name, Entry.Kind.FILE, 5, modified);
    }

    @Test
    void enterLosesNothing() {
        ask(true, false);
        window.push(KeyCode.ENTER);
        assertThat(answer.get().rules())
                .isEqualTo(new ConflictRules(
                        OnConflict.FAIL,
                        Map.of(
                                "a.txt", OnConflict.RENAME,
                                "Raw/b.nef", OnConflict.RENAME,
                                "c.txt", OnConflict.RENAME)));
        assertThat(answer.get().always()).isEmpty();
    }

    @Test
    void eachFileHasItsOwnChoice() {
        ask(true, false);
        window.awaitText("3 files are already in “Pictures”");
        Fx.await(() -> window.scene().lookup("#conflicts .combo-box") instanceof ComboBox<?>);
        Fx.run(() -> choose(0, OnConflict.OVERWRITE));
        window.press("Continue");
        assertThat(answer.get().rules().of("a.txt")).isEqualTo(OnConflict.OVERWRITE);
        assertThat(answer.get().rules().of("c.txt")).isEqualTo(OnConflict.RENAME);
        // Only the file that was shown may be replaced.
        assertThat(answer.get().rules().seen()).isEqualTo(Map.of("a.txt", new SeenFile(5, OLDER)));
    }

    @SuppressWarnings("unchecked") // The boxes of this table hold policies.
    private void choose(int row, OnConflict rule) {
        ((ComboBox<OnConflict>) window.scene().getRoot().lookupAll("#conflicts .combo-box").stream()
                        .skip(row)
                        .findFirst()
                        .orElseThrow())
                .setValue(rule);
    }

    @Test
    void aChoiceForAllReplacesOnlyOlderOnesAndCanBeKeptForever() {
        ask(true, true);
        window.press("Replace older");
        Fx.run(() -> ((CheckBox) window.scene().lookup("#conflict-always")).setSelected(true));
        window.press("Continue");
        assertThat(answer.get().rules().of("a.txt")).isEqualTo(OnConflict.NEWER);
        assertThat(answer.get().rules().seen()).isEqualTo(Map.of("a.txt", new SeenFile(5, OLDER)));
        assertThat(answer.get().rules().of("Raw/b.nef")).isEqualTo(OnConflict.SKIP);
        assertThat(answer.get().rules().of("c.txt")).isEqualTo(OnConflict.SKIP);
        assertThat(answer.get().rules().otherwise()).isEqualTo(OnConflict.NEWER);
        assertThat(answer.get().always()).contains(OnConflict.NEWER);
    }

    @Test
    void theNewerSideIsMarkedAndSecondsAreShownWhereMinutesAreEqual() {
        ask(true, false);
        window.awaitText("5 B · 11:20:41");
        window.awaitText("5 B · 11:20:09");
        window.awaitText("newer");
        assertThat(Fx.call(() -> window.scene().getRoot().lookupAll("#conflicts .pill").stream()
                        .filter(pill -> pill.isVisible())
                        .count()))
                .isEqualTo(2);
        window.press("Cancel");
        assertThat(answer.get()).isNull();
    }

    @Test
    void identicalFilesAreCountedAndShownOnDemand() {
        ask(true, false);
        window.awaitText("1 more file is identical on both sides and is skipped.");
        Fx.run(() -> ((Hyperlink) window.scene().lookup("#conflicts-identical")).fire());
        assertThat(Fx.call(() -> ((TableView<?>) window.scene().lookup("#conflicts"))
                        .getItems()
                        .size()))
                .isEqualTo(4);
        window.press("Continue");
        assertThat(answer.get().rules().each()).doesNotContainKey("same");
    }

    @Test
    void nothingIsReplacedWhereGuestsMayNot() {
        ask(false, false);
        assertThat(Fx.call(() -> window.scene().lookup("#all-OVERWRITE")).isDisabled())
                .isTrue();
        assertThat(Fx.call(() -> ((Button) window.scene().lookup("#all-NEWER")).isDisabled()))
                .isTrue();
        assertThat(Fx.call(() -> ((ComboBox<?>) window.scene().lookup("#conflicts .combo-box"))
                        .getItems()
                        .contains(OnConflict.OVERWRITE)))
                .isFalse();
        window.press("Cancel");
    }

    @Test
    void conflictsInFoldersAreFoundInNaturalOrderAndIdenticalOnesToldApart(@TempDir Path folder) throws IOException {
        Path here = Files.createDirectories(folder.resolve("here"));
        Path shared = Files.createDirectories(folder.resolve("shared"));
        for (Path side : List.of(here, shared)) {
            Files.createDirectories(side.resolve("Raw/inner"));
            for (String name : List.of("Raw/up 10", "Raw/up 2", "Raw/inner/x", "alone" + side.getFileName())) {
                Files.writeString(side.resolve(name), side.getFileName().toString());
            }
            Files.setLastModifiedTime(Files.writeString(side.resolve("Raw/same"), "same"), FileTime.from(OLDER));
        }
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Found up = ConflictFinder.onShare(
                    client,
                    List.of(here.resolve("Raw"), here.resolve("alonehere")),
                    RemotePath.root(),
                    new Cancellation());
            assertThat(up.conflicts())
                    .extracting(Conflict::path)
                    .containsExactly("Raw/inner/x", "Raw/up 2", "Raw/up 10");
            assertThat(up.identical()).extracting(Conflict::path).containsExactly("Raw/same");
            Entry raw = client.stat(RemotePath.parse("Raw"));
            Found down = ConflictFinder.onDisk(
                    client, List.of(new Item<>(RemotePath.parse("Raw"), raw)), here, new Cancellation());
            assertThat(down.conflicts())
                    .extracting(Conflict::path)
                    .containsExactly("Raw/inner/x", "Raw/up 2", "Raw/up 10");
            assertThat(down.more()).isFalse();
        }
    }

    @Test
    void linksCountAsTheTransferTreatsThem(@TempDir Path folder) throws IOException {
        Path here = Files.createDirectories(folder.resolve("here"));
        Path shared = Files.createDirectories(folder.resolve("shared"));
        Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
        Files.writeString(elsewhere.resolve("a"), "nine bytes");
        Files.writeString(elsewhere.resolve("same"), "same");
        Files.setLastModifiedTime(elsewhere.resolve("same"), FileTime.from(OLDER));
        for (String top : List.of("a", "same", "gone", "Raw/a", "Raw/folder")) {
            Files.createDirectories(shared.resolve(top).getParent());
            Files.setLastModifiedTime(Files.writeString(shared.resolve(top), "same"), FileTime.from(OLDER));
        }
        Files.createDirectories(here.resolve("Raw"));
        Files.createSymbolicLink(here.resolve("a"), elsewhere.resolve("a"));
        Files.createSymbolicLink(here.resolve("same"), elsewhere.resolve("same"));
        Files.createSymbolicLink(here.resolve("gone"), elsewhere.resolve("gone"));
        Files.createSymbolicLink(here.resolve("Raw/a"), elsewhere.resolve("a"));
        Files.createSymbolicLink(here.resolve("Raw/folder"), elsewhere);
        try (TestShare share = new TestShare(shared).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            List<String> names = List.of("a", "same", "gone", "Raw");
            Found up = ConflictFinder.onShare(
                    client, names.stream().map(here::resolve).toList(), RemotePath.root(), new Cancellation());
            // Links in a folder are left out, and one that leads nowhere is reported by the transfer.
            assertThat(up.conflicts()).extracting(Conflict::path).containsExactly("a");
            assertThat(up.conflicts().getFirst().source().size()).isEqualTo(10);
            assertThat(up.identical()).extracting(Conflict::path).containsExactly("same");
            List<Item<RemotePath>> items = new ArrayList<>();
            for (String name : names) {
                items.add(new Item<>(RemotePath.parse(name), client.stat(RemotePath.parse(name))));
            }
            Found down = ConflictFinder.onDisk(client, items, here, new Cancellation());
            // A link is not replaced, whatever it leads to.
            assertThat(down.conflicts())
                    .extracting(Conflict::path)
                    .containsExactly("a", "gone", "Raw/a", "Raw/folder", "same");
            assertThat(down.conflicts().getFirst().target().size()).isEqualTo(10);
            assertThat(down.identical()).isEmpty();
        }
    }

    @Test
    void noMoreThanFiveThousandAreListed(@TempDir Path folder) throws IOException {
        Path here = Files.createDirectories(folder.resolve("here/many"));
        Path shared = Files.createDirectories(folder.resolve("shared/many"));
        for (int i : IntStream.rangeClosed(0, ConflictFinder.MAX_FOUND).toArray()) {
            Files.createFile(here.resolve("f" + i));
            Files.write(shared.resolve("f" + i), new byte[] {1});
        }
        try (TestShare share = new TestShare(folder.resolve("shared")).start();
                ShareClient client =
                        ShareClient.connect(share.link(), share.key(), ConnectOptions.standard(), new Cancellation())) {
            Found found = ConflictFinder.onShare(client, List.of(here), RemotePath.root(), new Cancellation());
            assertThat(found.conflicts()).hasSize(ConflictFinder.MAX_FOUND);
            assertThat(found.more()).isTrue();
        }
    }
}
