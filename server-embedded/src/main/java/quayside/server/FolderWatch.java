package quayside.server;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import quayside.protocol.message.ShareInfo;
import quayside.server.storage.Storage;

/** Tells the host when the shared folder cannot serve guests as it should, once until that is over. Thread-safe. */
final class FolderWatch {
    private final Supplier<Storage.Condition> folder;
    private final Supplier<ShareInfo> share;
    private final Environment environment;
    private final EventQueue events;
    private final AtomicBoolean looking = new AtomicBoolean();
    private Storage.Condition told = Storage.Condition.WELL;

    /** @param folder how it is now; may block */
    FolderWatch(
            Supplier<Storage.Condition> folder, Supplier<ShareInfo> share, Environment environment, EventQueue events) {
        this.folder = folder;
        this.share = share;
        this.environment = environment;
        this.events = events;
    }

    /** Looks at the folder as it is now. Blocks on the disk; while one look is stuck there others return at once. */
    void look() {
        if (!looking.compareAndSet(false, true)) {
            return;
        }
        try {
            Storage.Condition now = folder.get();
            boolean matters = now != Storage.Condition.READ_ONLY || guestsMayChange();
            tell(matters ? now : Storage.Condition.WELL);
        } finally {
            looking.set(false);
        }
    }

    private boolean guestsMayChange() {
        ShareInfo now = share.get();
        return now.mayUpload() || now.mayDelete();
    }

    private void tell(Storage.Condition now) {
        if (now == told) {
            return;
        }
        told = now;
        events.publish(
                switch (now) {
                    case WELL -> new ShareEvent.FolderWell(environment.clock().instant());
                    case READ_ONLY ->
                        new ShareEvent.FolderTrouble(
                                environment.clock().instant(),
                                "The system does not let this program write into the shared folder, or into the folder"
                                        + " \".quayside\" in it: guests can upload and change nothing there.");
                    case AWAY ->
                        new ShareEvent.FolderTrouble(
                                environment.clock().instant(),
                                "The shared folder is not where it was: it was moved or deleted, or its disk was taken off."
                                        + " Guests find nothing until it is back; or share it anew where it is now.");
                });
    }
}
