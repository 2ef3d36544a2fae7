package quayside.app.ui.browse;

/** All that can be done in a pane, for its buttons, keys and menu alike. Each acts on what is selected. */
interface PaneActions {
    /** Opens the one folder that is selected; otherwise transfers what is. */
    void openOrTransfer();

    void transfer();

    void up();

    void refresh();

    void newFolder();

    void rename();

    void delete();

    /** Shows the checksum of the one file that is selected. */
    void checksum();

    /** Puts what is selected under a passcode: on a share as it is there, on this computer as it is uploaded. */
    void protect();

    /** Takes the protection from what is selected. */
    void unprotect();

    void focusFilter();

    /** Clears the filter where there is one, otherwise the selection. */
    void escape();

    /** Goes to the other pane. */
    void leave();
}
