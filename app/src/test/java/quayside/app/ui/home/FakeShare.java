package quayside.app.ui.home;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import quayside.app.core.publish.Subscription;
import quayside.app.core.share.ShareId;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;

/** A way to a share whose states the test sets, and which notes what it is asked for. */
final class FakeShare implements ShareService {
    final List<String> asked = new CopyOnWriteArrayList<>();
    /** The links with which it was asked to connect. */
    final List<ShareLink> links = new CopyOnWriteArrayList<>();

    private final List<Consumer<ShareState>> listeners = new ArrayList<>();

    void become(ShareState state) {
        listeners.forEach(listener -> listener.accept(state));
    }

    @Override
    public ShareState state() {
        return new ShareState.Idle();
    }

    @Override
    public Subscription onState(Consumer<ShareState> listener) {
        listeners.add(listener);
        listener.accept(new ShareState.Idle());
        return () -> listeners.remove(listener);
    }

    @Override
    public Optional<ShareId> id() {
        return Optional.empty();
    }

    @Override
    public Subscription onClient(Consumer<ShareClient> listener) {
        return () -> {};
    }

    @Override
    public void connect(ShareLink link, AccessKey key) {
        links.add(link);
        asked.add("connect " + link.address() + " " + key.reveal());
    }

    @Override
    public void reconnect() {
        asked.add("reconnect");
    }

    @Override
    public void waitAnyway() {
        asked.add("wait anyway");
    }

    @Override
    public void trustChangedKey() {
        asked.add("trust");
    }

    @Override
    public void disconnect() {
        asked.add("disconnect");
    }

    @Override
    public void lost(ShareClient client, String sentence) {
        asked.add("lost");
    }
}
