package quayside.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.Sentence;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;

/**
 * Notifies the host once when the shared folder cannot serve guests as it should, and once when it can again.
 * Thread-safe.
 */
final class FolderWatch {
    private final Supplier<Storage.Condition> folder;
    private final Supplier<ShareInfo> share;
    private final Environment environment;
    private final EventQueue events;
    private final AtomicBoolean checking = new AtomicBoolean();
    private Storage.Condition reported = Storage.Condition.WELL;

    /** @param folder returns its present condition; may block */
    FolderWatch(
            Supplier<Storage.Condition> folder, Supplier<ShareInfo> share, Environment environment, EventQueue events) {
        this.folder = folder;
        this.share = share;
        this.environment = environment;
        this.events = events;
    }

    /**
     * Checks the present condition of the folder. Blocks on the disk. While one check is blocked, others return at
     * once.
     */
    void check() {
        if (!checking.compareAndSet(false, true)) {
            return;
        }
        try {
            Storage.Condition now = folder.get();
            boolean matters = now != Storage.Condition.READ_ONLY || guestsMayChange();
            report(matters ? now : Storage.Condition.WELL);
        } finally {
            checking.set(false);
        }
    }

    private boolean guestsMayChange() {
        ShareInfo now = share.get();
        return now.mayUpload() || now.mayDelete();
    }

    private void report(Storage.Condition now) {
        if (now == reported) {
            return;
        }
        reported = now;
        events.publish(
                switch (now) {
                    case WELL -> new ShareEvent.FolderWell(environment.clock().instant());
                    case READ_ONLY ->
                        new ShareEvent.FolderTrouble(
                                environment.clock().instant(), Sentence.of(ServerPhrase.FOLDER_READ_ONLY));
                    case AWAY ->
                        new ShareEvent.FolderTrouble(
                                environment.clock().instant(), Sentence.of(ServerPhrase.FOLDER_AWAY));
                });
    }
}
