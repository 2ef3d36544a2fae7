package quayside.app.core.transfer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import quayside.protocol.client.FolderTransfer;
import quayside.protocol.client.NewLock;
import quayside.protocol.client.ShareClient;
import quayside.protocol.message.DisplayText;
import quayside.protocol.message.OnConflict;
import quayside.protocol.message.RemotePath;

/** What an upload and a download are: their names for display, and their work. */
final class Plans {
    private Plans() {}

    /** @param lock that what arrives is to be under */
    static Transfer.Plan upload(
            ShareClient client, Path source, RemotePath intoFolder, OnConflict onConflict, Optional<NewLock> lock) {
        Path name = source.getFileName();
        return new Transfer.Plan(
                TransferSnapshot.Direction.UPLOAD,
                DisplayText.escape((name == null ? source : name).toString()),
                DisplayText.escape(client.share().name() + "/" + intoFolder),
                false,
                (over, partStored, listener, cancellation) -> {
                    listener.sourceIs(Files.isDirectory(source));
                    OnConflict rule = AlreadyThere.uploadRule(
                            over, source, intoFolder, rule(onConflict, partStored), lock.isPresent());
                    return FolderTransfer.upload(over, source, intoFolder, rule, lock, listener, cancellation);
                });
    }

    static Transfer.Plan download(ShareClient client, RemoteItem source, Path intoFolder, OnConflict onConflict) {
        RemotePath path = source.path();
        return new Transfer.Plan(
                TransferSnapshot.Direction.DOWNLOAD,
                DisplayText.escape(path.isRoot() ? client.share().name() : path.name()),
                DisplayText.escape(intoFolder.toString()),
                source.folder(),
                (over, partStored, listener, cancellation) -> {
                    OnConflict rule = AlreadyThere.downloadRule(over, path, intoFolder, rule(onConflict, partStored));
                    return FolderTransfer.download(over, path, intoFolder, rule, listener, cancellation);
                });
    }

    /**
     * A further try of a folder meets the files that earlier ones stored. Where the rule would count them as conflicts,
     * or store them twice, what is there is skipped instead, and the transfer says how much that was. While nothing was
     * stored, as with a single file that did not arrive, the chosen rule holds.
     */
    static OnConflict rule(OnConflict chosen, boolean partStored) {
        return switch (chosen) {
            case FAIL, RENAME -> partStored ? OnConflict.SKIP : chosen;
            case OVERWRITE, NEWER, SKIP -> chosen;
        };
    }
}
