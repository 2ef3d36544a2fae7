package quayside.app.core.transfer;

import quayside.protocol.message.RemotePath;

/** A file or folder of the share that is to be downloaded. */
public record RemoteItem(RemotePath path, boolean folder) {}
