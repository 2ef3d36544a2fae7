package quayside.app.ui.shell;

import quayside.protocol.message.Entry;

/** A name that is taken where a transfer goes: what comes, and what is there. */
record Conflict(Entry source, Entry target) {}
