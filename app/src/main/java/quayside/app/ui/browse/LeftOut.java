package quayside.app.ui.browse;

import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.layout.StackPane;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.DialogBox;
import quayside.app.ui.kit.Dialogs;
import quayside.app.ui.kit.EmptyState;
import quayside.app.ui.kit.Facts;
import quayside.app.ui.kit.Glyph;
import quayside.app.ui.kit.Nodes;
import quayside.protocol.message.Omitted;

/** Says which entries of a folder a pane does not show, and why. */
final class LeftOut {
    private final Side side;
    private final Dialogs dialogs;
    private final Runnable showHidden;

    /**
     * What an empty folder offers.
     *
     * @param another leads to another folder
     * @param chooseFiles asks for files to put into it
     * @param newFolder makes a folder in it
     */
    record Ways(Runnable another, Runnable chooseFiles, Runnable newFolder) {}

    /** @param showHidden shows the hidden files */
    LeftOut(Side side, Dialogs dialogs, Runnable showHidden) {
        this.side = side;
        this.dialogs = dialogs;
        this.showHidden = showHidden;
    }

    /** Returns the number of entries in words; empty if there are none. */
    String count(Omitted omitted) {
        if (omitted.total() == 0) {
            return "";
        }
        return omitted.notServed() == 0
                ? Texts.get("browse.status.hidden", omitted.hidden())
                : Texts.get("browse.status.notShown", omitted.total());
    }

    /** Shows the reasons. */
    void explain(Listing listing) {
        Omitted omitted = listing.omitted();
        long unwanted = unwanted(listing);
        Facts facts = new Facts();
        Stream.of(
                        reason("browse.leftOut.names", omitted.names()),
                        reason(
                                side == Side.LOCAL ? "browse.leftOut.links.local" : "browse.leftOut.links.remote",
                                omitted.links()),
                        reason("browse.leftOut.specials", omitted.specials()),
                        reason("browse.leftOut.hidden.local", unwanted),
                        reason("browse.leftOut.hidden.remote", omitted.hidden() - unwanted))
                .filter(words -> !words.isEmpty())
                .forEach(facts::words);
        DialogBox box =
                DialogBox.of(Texts.get("browse.leftOut.title")).facts(facts).safe(Texts.get("shared.close"));
        if (unwanted > 0) {
            box.deed(Texts.get("browse.leftOut.show"), showHidden);
        }
        dialogs.show(box);
    }

    /**
     * Makes the placeholder for a folder of which nothing is shown.
     *
     * @param folder its name, escaped
     * @param takesFiles whether files can be dropped into it
     */
    Node emptyFolder(String folder, Listing listing, boolean takesFiles, Ways ways) {
        Omitted omitted = listing.omitted();
        boolean drop = side == Side.REMOTE && takesFiles;
        String hint = drop ? Texts.get("browse.empty.remote") : "";
        Button details = Nodes.button(Texts.get("browse.leftOut.details"), () -> explain(listing));
        Button open = Nodes.button(Texts.get("browse.empty.another"), ways.another());
        if (omitted.notServed() > 0) {
            return EmptyState.of(Glyph.EYE_OFF, Texts.get("browse.leftOut.all", omitted.total()), hint, details);
        } else if (omitted.total() > 0) {
            return EmptyState.of(
                    Glyph.EYE,
                    Texts.get("browse.leftOut.allHidden", omitted.hidden()),
                    Texts.get("browse.leftOut.nothingElse", folder),
                    unwanted(listing) > 0
                            ? new Button[] {Nodes.button(Texts.get("browse.leftOut.show"), showHidden), open}
                            : new Button[] {details});
        } else if (!drop) {
            return EmptyState.of(Glyph.FOLDER, Texts.get("browse.empty.title", folder), hint, open);
        }
        StackPane around = new StackPane(zone(
                Texts.get("browse.empty.title", folder),
                hint,
                choose(ways.chooseFiles()),
                Nodes.button(Glyph.FOLDER_PLUS, Texts.get("browse.newFolder.title"), ways.newFolder())));
        around.getStyleClass().add("drop-zone-margin");
        return around;
    }

    /** Makes what a user sees of a share to which files can be sent, and nothing else. */
    Node onlySending(Runnable chooseFiles) {
        return zone(Texts.get("browse.onlySending.title"), Texts.get("browse.onlySending.hint"), choose(chooseFiles));
    }

    private static Button choose(Runnable chooseFiles) {
        return Nodes.accent(Nodes.button(Glyph.PLUS, Texts.get("browse.empty.choose"), chooseFiles));
    }

    private static Node zone(String title, String hint, Button... ways) {
        StackPane zone = new StackPane(EmptyState.of(Glyph.UPLOAD, title, hint, ways));
        zone.getStyleClass().add("drop-zone");
        return zone;
    }

    /** Returns the number of hidden files that are not shown only because the user does not want to see them. */
    private long unwanted(Listing listing) {
        return side == Side.LOCAL ? listing.omitted().hidden() : listing.unwanted();
    }

    private static String reason(String key, long count) {
        return count == 0 ? "" : Texts.get(key, count);
    }
}
