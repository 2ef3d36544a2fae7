package quayside.server;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import quayside.protocol.message.ShareInfo;
import quayside.protocol.text.Sentence;
import quayside.server.storage.Storage;
import quayside.server.text.ServerPhrase;

/**
 * Notifies the host once when a shared folder cannot serve guests as it should, and once when it can again.
 * Thread-safe.
 */
final class FolderWatch {
    private final Supplier<Map<String, Storage.Condition>> folders;
    private final Supplier<ShareInfo> share;
    private final Environment environment;
    private final EventQueue events;
    private final AtomicBoolean checking = new AtomicBoolean();

    /** The condition of each folder that is not well, as it was reported. */
    private final Map<String, Storage.Condition> reported = new LinkedHashMap<>();

    /** @param folders returns their present conditions, as {@link Storage#conditions}; may block */
    FolderWatch(
            Supplier<Map<String, Storage.Condition>> folders,
            Supplier<ShareInfo> share,
            Environment environment,
            EventQueue events) {
        this.folders = folders;
        this.share = share;
        this.environment = environment;
        this.events = events;
    }

    /**
     * Checks the present condition of the folders. Blocks on the disk. While one check is blocked, others return at
     * once.
     */
    void check() {
        if (!checking.compareAndSet(false, true)) {
            return;
        }
        try {
            Map<String, Storage.Condition> present = folders.get();
            reported.keySet().retainAll(present.keySet());
            present.forEach((name, now) -> {
                boolean matters = now != Storage.Condition.READ_ONLY || guestsMayChange();
                report(name, matters ? now : Storage.Condition.WELL);
            });
        } finally {
            checking.set(false);
        }
    }

    private boolean guestsMayChange() {
        ShareInfo now = share.get();
        return now.mayUpload() || now.mayDelete();
    }

    private void report(String name, Storage.Condition now) {
        if (now == reported.getOrDefault(name, Storage.Condition.WELL)) {
            return;
        }
        reported.put(name, now);
        events.publish(
                switch (now) {
                    case WELL -> new ShareEvent.FolderWell(environment.clock().instant(), name);
                    case READ_ONLY ->
                        new ShareEvent.FolderTrouble(
                                environment.clock().instant(),
                                name.isEmpty()
                                        ? Sentence.of(ServerPhrase.FOLDER_READ_ONLY)
                                        : Sentence.of(ServerPhrase.NAMED_FOLDER_READ_ONLY, name));
                    case AWAY ->
                        new ShareEvent.FolderTrouble(
                                environment.clock().instant(),
                                name.isEmpty()
                                        ? Sentence.of(ServerPhrase.FOLDER_AWAY)
                                        : Sentence.of(ServerPhrase.NAMED_FOLDER_AWAY, name));
                });
    }
}
