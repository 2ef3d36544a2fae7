package quayside.app.ui.files;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import org.jspecify.annotations.Nullable;
import quayside.app.core.share.ShareId;
import quayside.protocol.message.RemotePath;

/**
 * The cut and copied files. Those of this computer are on the system's clipboard as file managers put them there. Those
 * of a share are a token there, because no other program can read them; they can be pasted in this window. JavaFX thread
 * only.
 */
final class Clip {
    private static final String TOKEN = "application/x-quayside-clip";
    private static final String GNOME = "x-special/gnome-copied-files";
    private static final String KDE = "application/x-kde-cutselection";

    private String token = "";
    private Content remote = new Nothing();

    /** What can be pasted. */
    sealed interface Content {}

    record Nothing() implements Content {}

    record Local(List<Path> files, boolean cut) implements Content {}

    /** @param server the identity of the share */
    record Remote(ShareId server, List<FilesFeature.Item<RemotePath>> items, boolean cut) implements Content {}

    void put(Local files) {
        List<File> list = files.files().stream().map(Path::toFile).toList();
        String uris =
                files.files().stream().map(file -> file.toUri().toASCIIString()).collect(Collectors.joining("\n"));
        Map<DataFormat, Object> content = new HashMap<>();
        content.put(DataFormat.FILES, list);
        content.put(format(GNOME), bytes((files.cut() ? "cut\n" : "copy\n") + uris));
        content.put(format(KDE), bytes(files.cut() ? "1" : "0"));
        Clipboard.getSystemClipboard().setContent(content);
    }

    void put(Remote files) {
        remote = files;
        token = UUID.randomUUID().toString();
        String names = files.items().stream().map(item -> item.entry().name()).collect(Collectors.joining("\n"));
        Clipboard.getSystemClipboard().setContent(Map.of(format(TOKEN), token, DataFormat.PLAIN_TEXT, names));
    }

    /** Returns what is on the clipboard now. */
    Content content() {
        Clipboard clipboard = Clipboard.getSystemClipboard();
        if (!token.isEmpty() && token.equals(clipboard.getContent(format(TOKEN)))) {
            return remote;
        }
        if (!clipboard.hasFiles()) {
            return new Nothing();
        }
        boolean cut = text(clipboard.getContent(format(GNOME))).startsWith("cut")
                || text(clipboard.getContent(format(KDE))).startsWith("1");
        return new Local(clipboard.getFiles().stream().map(File::toPath).toList(), cut);
    }

    /** Empties the clipboard, because what was cut is moved. */
    void clear() {
        Clipboard.getSystemClipboard().clear();
        token = "";
        remote = new Nothing();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(@Nullable Object content) {
        return switch (content) {
            case ByteBuffer bytes ->
                StandardCharsets.UTF_8.decode(bytes.duplicate().rewind()).toString();
            case String text -> text;
            case null, default -> "";
        };
    }

    // A format can be made only once in a program.
    private static DataFormat format(String type) {
        DataFormat known = DataFormat.lookupMimeType(type);
        return known == null ? new DataFormat(type) : known;
    }
}
