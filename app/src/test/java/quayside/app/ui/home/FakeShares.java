package quayside.app.ui.home;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import quayside.app.core.publish.Subscription;
import quayside.app.core.share.ShareId;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.Shares;
import quayside.protocol.client.ShareClient;

/** Shares that connect to nothing and note what they are asked for. */
final class FakeShares implements Shares {
    final List<FakeShare> added = new ArrayList<>();

    /** The share that was opened last. */
    FakeShare last() {
        return added.getLast();
    }

    @Override
    public ShareService add() {
        FakeShare share = new FakeShare();
        added.add(share);
        return share;
    }

    @Override
    public List<ShareService> open() {
        return List.copyOf(added);
    }

    @Override
    public void remove(ShareService share, boolean goOn) {
        share.disconnect();
    }

    @Override
    public Subscription onChange(Consumer<List<ShareService>> listener) {
        return () -> {};
    }

    @Override
    public Subscription onClients(Runnable listener) {
        return () -> {};
    }

    @Override
    public Subscription onClient(Consumer<ShareClient> listener) {
        return () -> {};
    }

    @Override
    public Optional<ShareClient> client(ShareId id) {
        return Optional.empty();
    }

    @Override
    public void wanted(Set<ShareId> ids) {}

    @Override
    public void close() {}

    @Override
    public Optional<Duration> untilNextTry(ShareId id) {
        return Optional.empty();
    }

    @Override
    public void tryNow(ShareId id) {}
}
