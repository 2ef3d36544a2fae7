package quayside.app.core.nearby;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Networks without packets, on which a test says what is heard. */
final class FakeNetwork implements Network {
    /** The stations that are open. */
    final List<FakeStation> open = new CopyOnWriteArrayList<>();

    /** All announcements that were made, in order. */
    final List<Announcement> announced = new CopyOnWriteArrayList<>();

    final AtomicInteger tries = new AtomicInteger();
    volatile List<InetAddress> present = List.of();
    volatile boolean refuses;

    static InetAddress address(String text) {
        return InetAddress.ofLiteral(text);
    }

    @Override
    public List<InetAddress> addresses() {
        return present;
    }

    @Override
    public Station open(InetAddress address, Optional<Announcement> share, Consumer<Heard> heard) throws IOException {
        tries.incrementAndGet();
        if (refuses) {
            throw new IOException("Operation not permitted");
        }
        share.ifPresent(announced::add);
        FakeStation station = new FakeStation(address, share, heard);
        open.add(station);
        return station;
    }

    /** Is heard at every station. */
    void say(Heard... records) {
        open.forEach(station -> List.of(records).forEach(station.heard));
    }

    /** Returns what a share announces, at {@code host}. */
    static Heard[] share(String instance, String id, String share, String computer, String host) {
        return new Heard[] {
            new Heard.Service(instance, instance + ".host", 4870, 3600),
            new Heard.Text(instance, Map.of("v", "1", "id", id, "share", share, "computer", computer), 3600),
            new Heard.Address(instance + ".host", host, 3600)
        };
    }

    final class FakeStation implements Station {
        final InetAddress address;
        final Optional<Announcement> share;
        final Consumer<Heard> heard;
        final AtomicInteger asked = new AtomicInteger();
        volatile boolean alive = true;

        private FakeStation(InetAddress address, Optional<Announcement> share, Consumer<Heard> heard) {
            this.address = address;
            this.share = share;
            this.heard = heard;
        }

        @Override
        public void ask() {
            asked.incrementAndGet();
        }

        @Override
        public boolean isAlive() {
            return alive;
        }

        @Override
        public void close() {
            open.remove(this);
        }
    }
}
