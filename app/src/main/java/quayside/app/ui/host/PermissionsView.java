package quayside.app.ui.host;

import java.util.List;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.VBox;
import quayside.app.ui.kit.Nodes;
import quayside.app.ui.kit.Texts;
import quayside.server.ShareOptions;

/** What guests may do. A change takes effect at once. */
final class PermissionsView extends VBox {
    private final CheckBox download = new CheckBox(Texts.get("host.may.download"));
    private final CheckBox upload = new CheckBox(Texts.get("host.may.upload"));
    private final CheckBox delete = new CheckBox(Texts.get("host.may.delete"));

    PermissionsView(HostModel model, HostController controller) {
        download.setId("may-download");
        upload.setId("may-upload");
        delete.setId("may-delete");
        model.permissions.subscribe(this::show);
        for (CheckBox box : List.of(download, upload, delete)) {
            box.setWrapText(true);
            box.setOnAction(event -> controller.permit(
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
