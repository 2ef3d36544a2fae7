package quayside.app.ui.host;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.Fault;
import quayside.protocol.wire.ProtocolException;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;

/** A share whose states the test says, and which notes what it is asked for. */
final class ScriptedHosting implements Hosting {
    final List<String> asked = new CopyOnWriteArrayList<>();
    final List<ShareEvent> events = new CopyOnWriteArrayList<>();
    private final List<String> blocked = new CopyOnWriteArrayList<>();
    volatile Optional<String> warning = Optional.empty();
    volatile boolean readable = true;
    volatile SharedProtection protection = SharedProtection.NONE;
    volatile String refusal = "";
    private final List<Consumer<HostState>> stateListeners = new ArrayList<>();
    private final List<Consumer<ShareEvent>> eventListeners = new ArrayList<>();

    void become(HostState state) {
        stateListeners.forEach(listener -> listener.accept(state));
    }

    void happen(ShareEvent event) {
        events.add(event);
        eventListeners.forEach(listener -> listener.accept(event));
    }

    @Override
    public void onState(Consumer<HostState> listener) {
        stateListeners.add(listener);
        listener.accept(new HostState.Off());
    }

    @Override
    public List<ShareEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public void onEvent(Consumer<ShareEvent> listener) {
        eventListeners.add(listener);
    }

    @Override
    public Optional<String> warning(Path folder) {
        return warning;
    }

    @Override
    public boolean isReadable(Path folder) {
        return readable;
    }

    @Override
    public void start(Path folder, int port, ShareOptions.Permissions permissions, boolean showHidden) {
        asked.add("start " + folder + " " + port + " " + permissions.download() + " " + permissions.upload() + " "
                + permissions.delete());
    }

    @Override
    public void stop() {
        asked.add("stop");
    }

    @Override
    public Optional<String> changeKey(String ownKey) {
        asked.add("key " + ownKey);
        return Optional.empty();
    }

    @Override
    public void permissions(ShareOptions.Permissions permissions) {
        asked.add("may " + permissions.download() + " " + permissions.upload() + " " + permissions.delete());
    }

    @Override
    public void disconnect(String guestId) {
        asked.add("disconnect " + guestId);
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
            throw new ProtocolException(Fault.REFUSED, refusal);
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
    public long[] traffic() {
        return new long[] {0, 0};
    }
}
