package quayside.app.ui.host;

import java.util.function.Consumer;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.server.ShareOptions;

/** What guests may do; takes effect at once. */
final class Permissions extends VBox {
    private final CheckBox download = new CheckBox(Texts.get("host.may.download"));
    private final CheckBox upload = new CheckBox(Texts.get("host.may.upload"));
    private final CheckBox delete = new CheckBox(Texts.get("host.may.delete"));

    Permissions(HostModel model, Consumer<ShareOptions.Permissions> chosen) {
        download.setId("may-download");
        upload.setId("may-upload");
        delete.setId("may-delete");
        show(model.permissions().get());
        model.permissions().addListener((permissions, before, now) -> show(now));
        for (CheckBox box : new CheckBox[] {download, upload, delete}) {
            box.setWrapText(true);
            box.setOnAction(event -> chosen.accept(
                    new ShareOptions.Permissions(download.isSelected(), upload.isSelected(), delete.isSelected())));
        }
        getStyleClass().add("host-section");
        getChildren().addAll(Nodes.label(Texts.get("host.may"), "section-title"), download, upload, delete);
    }

    private void show(ShareOptions.Permissions permissions) {
        download.setSelected(permissions.download());
        upload.setSelected(permissions.upload());
        delete.setSelected(permissions.delete());
    }
}
