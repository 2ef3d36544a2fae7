package quayside.app.ui.shell;

import java.util.List;
import java.util.stream.Stream;
import quayside.app.ui.browse.BrowsePane;
import quayside.app.ui.checksum.ChecksumFeature;
import quayside.app.ui.kit.Texts;
import quayside.protocol.message.DisplayText;

/** Compares a file of one pane with the one of its name in the folder that the other pane shows. JavaFX thread only. */
record Checksums(ChecksumFeature feature, BrowsePane<?> local, BrowsePane<?> remote) {
    void show(String name) {
        List<ChecksumFeature.Side> sides = Stream.concat(
                        side(remote, "checksum.share", name), side(local, "checksum.local", name))
                .toList();
        feature.show(DisplayText.escape(name), sides);
    }

    private static Stream<ChecksumFeature.Side> side(BrowsePane<?> pane, String place, String name) {
        return pane.digest(name).stream()
                .map(digest -> new ChecksumFeature.Side(Texts.get(place, pane.folderTitle()), digest::sha256));
    }
}
