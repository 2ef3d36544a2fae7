package quayside.app.ui.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import quayside.app.core.files.FolderCount;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.HumanFormat;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.MonoLine;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;
import quayside.protocol.text.DisplayText;

/**
 * Shows what is known about files and folders. The content of folders is counted until the dialog is closed; a checksum
 * is computed on request. JavaFX thread only.
 */
final class Properties<P> {
    private static final double WIDTH = 620;

    private final UiServices services;
    private final FileSide<P> side;
    private final List<FilesFeature.Item<P>> items;
    private final GridPane facts = new GridPane();
    private final List<Cancellation> running = new ArrayList<>();

    private Properties(UiServices services, FileSide<P> side, List<FilesFeature.Item<P>> items) {
        this.services = services;
        this.side = side;
        this.items = items;
        facts.getStyleClass().add("properties");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        facts.getColumnConstraints().addAll(names, values);
    }

    static <P> void show(UiServices services, FileSide<P> side, List<FilesFeature.Item<P>> items) {
        if (!items.isEmpty()) {
            new Properties<>(services, side, items).show();
        }
    }

    private void show() {
        FilesFeature.Item<P> first = items.getFirst();
        boolean one = items.size() == 1;
        add("files.properties.place", side.shownFolder(first.path()));
        size();
        if (one) {
            add("files.properties.modified", HumanFormat.exactDate(first.entry().modified(), services.clock()));
            side.local(first.path())
                    .ifPresentOrElse(
                            this::onDisk,
                            () -> first.entry()
                                    .mode()
                                    .ifPresent(mode -> add("files.properties.permissions", words(mode))));
            first.entry()
                    .lock()
                    .ifPresent(lock -> add("files.properties.passcode", Texts.get("files.properties.locked")));
            side.link(first.path())
                    .ifPresent(link ->
                            add("files.properties.link", new MonoLine(Texts.get("files.properties.link"), link)));
            if (!first.entry().isFolder()) {
                checksum(first.path());
            }
        }
        services.dialogs()
                .show(DialogBox.of(
                                one
                                        ? Texts.get("files.properties.one", shown(first.entry()))
                                        : Texts.get("files.properties.many", items.size()))
                        .content(facts)
                        .width(WIDTH)
                        .yielding()
                        .safe(Texts.get("shared.close"))
                        .whenClosed(() -> running.forEach(Cancellation::cancel)));
    }

    private static String shown(Entry entry) {
        return DisplayText.escape(entry.name());
    }

    private static String words(Mode mode) {
        return PosixFilePermissions.toString(mode.permissions());
    }

    private void add(String key, String value) {
        Label words = Nodes.paragraph(value);
        words.setAccessibleText(Texts.get(key) + ": " + value);
        add(key, words);
    }

    private void add(String key, Node value) {
        int row = facts.getRowCount();
        Label name = Nodes.muted(Texts.get(key));
        GridPane.setValignment(name, VPos.TOP);
        facts.addRow(row, name, value);
    }

    /** Shows the size of files at once, and that of folders as it is counted. */
    private void size() {
        List<P> folders = items.stream()
                .filter(item -> item.entry().isFolder())
                .map(FilesFeature.Item::path)
                .toList();
        long bytes = items.stream().mapToLong(item -> item.entry().size()).sum();
        int files = items.size() - folders.size();
        if (folders.isEmpty()) {
            add("files.properties.size", size(bytes));
            return;
        }
        Label size = Nodes.paragraph("");
        Label content = Nodes.paragraph(Texts.get("files.properties.counting"));
        add("files.properties.size", size);
        add("files.properties.content", content);
        boolean[] ended = new boolean[1];
        Latest<FolderCount> soFar = new Latest<>(count -> {
            size.setText(size(bytes + count.bytes()));
            // The last progress may arrive after the result.
            if (!ended[0]) {
                content.setText(Texts.get("files.properties.soFar", files + count.files(), count.folders()));
            }
        });
        soFar.offer(FolderCount.NONE);
        running.add(services.background()
                .run(
                        cancellation -> FolderCount.of(side.tree(), folders, soFar::offer, cancellation),
                        count -> {
                            ended[0] = true;
                            content.setText(Texts.get(
                                    count.unread() == 0 ? "files.properties.counted" : "files.properties.countedPart",
                                    files + count.files(),
                                    count.folders(),
                                    count.unread()));
                        },
                        e -> {
                            ended[0] = true;
                            content.setText(Texts.problem(e));
                        }));
    }

    private static String size(long bytes) {
        return Texts.get("files.properties.bytes", HumanFormat.size(bytes), bytes);
    }

    private record OnDisk(Optional<String> owner, Optional<String> permissions) {}

    private void onDisk(Path path) {
        Label owner = Nodes.paragraph("…");
        Label permissions = Nodes.paragraph("…");
        add("files.properties.owner", owner);
        add("files.properties.permissions", permissions);
        running.add(services.background()
                .run(
                        cancellation -> read(path),
                        found -> {
                            owner.setText(found.owner().orElseGet(() -> Texts.get("files.properties.unknown")));
                            permissions.setText(
                                    found.permissions().orElseGet(() -> Texts.get("files.properties.unknown")));
                        },
                        e -> permissions.setText(Texts.problem(e))));
    }

    private static OnDisk read(Path path) throws IOException {
        try {
            PosixFileAttributes found =
                    Files.readAttributes(path, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new OnDisk(
                    Optional.of(DisplayText.escape(
                            found.owner().getName() + " · " + found.group().getName())),
                    Optional.of(PosixFilePermissions.toString(found.permissions())));
        } catch (UnsupportedOperationException e) {
            return new OnDisk(
                    Optional.of(DisplayText.escape(Files.getOwner(path).getName())), Optional.empty());
        }
    }

    private void checksum(P file) {
        StackPane place = new StackPane();
        place.getStyleClass().add("properties-checksum");
        Button compute = Nodes.button(Texts.get("files.properties.compute"), () -> {
            Label reading = Nodes.muted(Texts.get("files.checksum.waiting"));
            place.getChildren().setAll(reading);
            Latest<String> progress = new Latest<>(reading::setText);
            running.add(services.background()
                    .run(
                            cancellation -> side.sha256(
                                    file,
                                    (done, total) -> progress.offer(Texts.get(
                                            "files.checksum.reading", HumanFormat.size(done), HumanFormat.size(total))),
                                    cancellation),
                            sha256 -> place.getChildren().setAll(new MonoLine("SHA-256", sha256)),
                            e -> place.getChildren().setAll(Nodes.paragraph(Texts.problem(e), "field-fault"))));
        });
        compute.getStyleClass().add("small");
        place.getChildren().setAll(compute);
        add("files.properties.sha256", place);
    }
}
