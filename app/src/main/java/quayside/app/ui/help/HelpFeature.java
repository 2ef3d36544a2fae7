package quayside.app.ui.help;

import javafx.scene.Node;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.UiServices;

/** The help: every action with its key, how the program works and whether it is safe. JavaFX thread only. */
public final class HelpFeature {
    private static final double WIDTH = 640;

    private final UiServices services;
    private final HelpModel model = new HelpModel();
    private final HelpView view = new HelpView(model);

    public HelpFeature(UiServices services) {
        this.services = services;
    }

    /** Returns the help; {@link #show} puts it in front of the window. */
    public Node view() {
        return view;
    }

    /** Opens the help over the window, until Esc or Close. Does nothing if it is open already. */
    public void show() {
        if (view.getScene() != null) {
            return;
        }
        model.search().set("");
        services.dialogs()
                .show(DialogBox.of(Texts.get("help.title"))
                        .content(view)
                        .width(WIDTH)
                        .safe(Texts.get("shared.close"))
                        .focusOn(view.search()));
    }
}
