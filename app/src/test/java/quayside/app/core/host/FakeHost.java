package quayside.app.core.host;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.AppReason;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.AwayGuest;
import quayside.server.BlockedGuest;
import quayside.server.Guest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.Who;
import quayside.server.storage.NamedFolder;
import quayside.server.text.ServerPhrase;

/** A host without a server: the test sets its states, and it records the calls. */
public final class FakeHost extends ObservableHost {
    public static final String KEY = "k7pm-2xqd";
    public static final String ID = "abcdefghijklmnopqrstuvwxyz234567";

    public final List<String> asked = new CopyOnWriteArrayList<>();
    public volatile SharedProtection protection = SharedProtection.NONE;

    /** What {@link #contents} counts. */
    public volatile Contents contents = new Contents(1204, 38_200_000_000L);

    /** What {@link #transferred} returns. */
    public volatile Transferred transferred = new Transferred(0, 0);

    /** The sentence with which {@link #protect} fails; empty if it succeeds. */
    public volatile String refusal = "";

    /** How {@link #folders} fails; empty if it succeeds. */
    public volatile Optional<HostState.Failed> foldersFail = Optional.empty();

    /** What {@link #start} got last. */
    public volatile @Nullable Supplier<SharedFolder> starts;

    /** Keeps nothing, because there is no such folder, until a test says where to keep them. */
    public volatile SharedInvitations invitations =
            new SharedInvitations(Path.of("/nonexistent"), new SecureRandom(), InstantSource.system());

    /** What {@link #inShare} returns by the path of the folder; it refuses all others. */
    public final Map<Path, RemotePath> folders = new ConcurrentHashMap<>();

    /** What {@link #inShare} waits for, as for a slow disk. */
    public volatile CompletableFuture<?> disk = CompletableFuture.completedFuture(true);

    /** What {@link #away} returns. */
    public volatile List<AwayGuest> away = List.of();

    private final List<BlockedGuest> blockedGuests = new CopyOnWriteArrayList<>();
    private final List<String> blocked = new CopyOnWriteArrayList<>();

    /** Shows the invitations to a folder as those to the shared one. */
    public void invite(Path folder) throws IOException {
        invitations.show(invitations.open(new SharedFolder(folder, 0, ShareOptions.Permissions.ALL, false)));
    }

    /** Returns the state of a share called "Pictures" with these guests, which is reached at one address. */
    public static HostState.On on(Path folder, Guest... guests) {
        return on(folder, List.of("192.168.1.5"), guests);
    }

    public static HostState.On on(Path folder, List<String> addresses, Guest... guests) {
        String link = "quayside://" + addresses.getFirst() + ":4870/?id=" + ID + "#k7pm2xqd";
        return new HostState.On(folder, "Pictures", 4870, addresses, link, KEY, List.of(guests));
    }

    /** Returns the state of a share that waits for its guests. */
    public static HostState ending(Path folder, Guest... guests) {
        return on(folder, guests).asEnding();
    }

    /** Returns a guest that does nothing. */
    public static Guest guest(String id, String address) {
        return new Guest(
                id, address, "", Instant.EPOCH, 1, Sentence.of(ServerPhrase.BROWSING), OptionalDouble.empty(), 0, 0);
    }

    /** Returns a guest that is in the middle of a download. */
    public static Guest downloading(String id, String address) {
        return new Guest(
                id,
                address,
                "",
                Instant.EPOCH,
                1,
                Sentence.of(ServerPhrase.DOWNLOADING, "a"),
                OptionalDouble.of(0.5),
                5_000_000,
                9);
    }

    @Override
    public SharedInvitations invitations() {
        return invitations;
    }

    @Override
    public RemotePath inShare(Path folder) throws IOException {
        disk.join();
        RemotePath found = folders.get(folder);
        if (found == null) {
            throw new ProtocolException(AppReason.NOT_IN_SHARE, folder.getFileName());
        }
        return found;
    }

    @Override
    public void become(HostState next) {
        super.become(next);
    }

    @Override
    public void happen(ShareEvent event) {
        super.happen(event);
    }

    @Override
    public void start(Supplier<SharedFolder> folder, boolean withNewKey, boolean whenIdle) {
        starts = folder;
        SharedFolder wanted = folder.get();
        asked.add("start " + wanted.folder()
                + (wanted.folders().isEmpty()
                        ? ""
                        : " as "
                                + wanted.folders().stream()
                                        .map(NamedFolder::name)
                                        .toList())
                + " " + wanted.port() + " " + words(wanted.permissions())
                + (withNewKey ? " with a new key" : "") + (whenIdle ? " when idle" : ""));
    }

    @Override
    public void folders(List<NamedFolder> folders) {
        asked.add("folders " + folders.stream().map(NamedFolder::name).toList());
        if (state() instanceof HostState.On on && !foldersFail.isEmpty()) {
            become(on.withFailed(foldersFail));
        } else if (state() instanceof HostState.On on) {
            become(on.withFolders(
                    new SharedFolder(folders.getFirst().folder(), folders, 0, ShareOptions.Permissions.ALL, false)));
        }
    }

    @Override
    public void forgetFailure() {
        switch (state()) {
            case HostState.Failed _ -> become(new HostState.Off());
            case HostState.On on -> become(on.withFailed(Optional.empty()));
            case HostState.Off _, HostState.Starting _, HostState.Stopping _ -> {}
        }
    }

    @Override
    public void stop() {
        asked.add("stop");
    }

    @Override
    public void stopWhenIdle() {
        asked.add("stop when idle");
    }

    @Override
    public Optional<String> changeKey(String ownKey) {
        asked.add("key " + ownKey);
        return Optional.empty();
    }

    @Override
    public void permissions(ShareOptions.Permissions permissions) {
        asked.add("may " + words(permissions));
    }

    private static String words(ShareOptions.Permissions may) {
        return may.download() + " " + may.upload() + " " + may.delete();
    }

    @Override
    public void disconnect(String guestId, String note) {
        asked.add(noted("disconnect " + guestId, note));
    }

    private static String noted(String order, String note) {
        return note.isEmpty() ? order : order + " “" + note + "”";
    }

    @Override
    public void pause(String guestId, boolean paused, String note) {
        asked.add(noted((paused ? "pause " : "resume ") + guestId, note));
    }

    @Override
    public void limit(String guestId, long bytesPerSecond, String note) {
        asked.add(noted("limit " + guestId + " " + bytesPerSecond, note));
    }

    @Override
    public void pauseInvited(String invitation, boolean paused, String note) {
        asked.add(noted((paused ? "pause all of " : "resume all of ") + invitation, note));
    }

    @Override
    public void limitInvited(String invitation, long bytesPerSecond, String note) {
        asked.add(noted("limit all of " + invitation + " " + bytesPerSecond, note));
    }

    @Override
    public void limitEach(long bytesPerSecond) {
        asked.add("limit each " + bytesPerSecond);
    }

    @Override
    public void blockGuest(String guestId, String note) {
        asked.add(noted("block guest " + guestId, note));
        blockedGuests.add(new BlockedGuest(guestId, new Who("Mara’s laptop", "192.168.1.7", "")));
        happen(new ShareEvent.Blocked(Instant.EPOCH, "Mara’s laptop (192.168.1.7)"));
    }

    @Override
    public void unblockGuest(String installation) {
        asked.add("unblock guest " + installation);
        blockedGuests.removeIf(each -> each.installation().equals(installation));
        happen(new ShareEvent.Unblocked(Instant.EPOCH, "Mara’s laptop (192.168.1.7)"));
    }

    @Override
    public List<BlockedGuest> blockedGuests() {
        return List.copyOf(blockedGuests);
    }

    @Override
    public List<AwayGuest> away() {
        return away;
    }

    @Override
    public void lift(String id) {
        asked.add("lift " + id);
    }

    @Override
    public void block(String address) {
        asked.add("block " + address);
        blocked.add(address);
        happen(new ShareEvent.Blocked(Instant.EPOCH, address));
    }

    @Override
    public void unblock(String source) {
        asked.add("unblock " + source);
        blocked.remove(source);
        happen(new ShareEvent.Unblocked(Instant.EPOCH, source));
    }

    @Override
    public List<String> blocked() {
        return List.copyOf(blocked);
    }

    @Override
    public SharedProtection protection() {
        return protection;
    }

    @Override
    public int protect(List<Path> chosen, Passcode passcode) throws IOException {
        if (!refusal.isEmpty()) {
            throw new ProtocolException(Fault.REFUSED, Sentence.said(refusal));
        }
        asked.add("protect " + chosen + " " + passcode.reveal());
        return chosen.size();
    }

    @Override
    public void unprotect(RemotePath file) {
        asked.add("unprotect " + file);
    }

    @Override
    public void releaseOthers() {
        asked.add("release");
        protection = new SharedProtection(protection.files(), false);
    }

    @Override
    public Contents contents(Cancellation cancellation) {
        return contents;
    }

    @Override
    public Transferred transferred() {
        return transferred;
    }

    @Override
    public void close() {}
}
