package quayside.app.ui.browse;

import quayside.protocol.message.Entry;

/** A file or folder in a pane: where it is, and what its listing said of it. */
public record Item<P>(P path, Entry entry) {}
