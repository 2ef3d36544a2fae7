package quayside.app.core.nearby;

import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javax.jmdns.ServiceInfo;
import javax.jmdns.impl.DNSCache;
import javax.jmdns.impl.DNSEntry;
import javax.jmdns.impl.DNSOutgoing;
import javax.jmdns.impl.DNSRecord;
import javax.jmdns.impl.JmDNSImpl;
import javax.jmdns.impl.tasks.state.Canceler;
import quayside.app.core.nearby.Network.Heard;

/**
 * Speaks multicast DNS at one address, by JmDNS. It has three threads of JmDNS.
 *
 * <p>JmDNS keeps every record that is sent on the network, and asks about every instance, without a limit. Here it keeps
 * none: it gets a cache that passes each record on and stores nothing. JmDNS then only reads and writes messages, and
 * announces.
 */
final class JmdnsStation extends JmDNSImpl implements Network.Station {
    /** The pause after each message, which bounds the work that a flood can cause. */
    private static final Duration PAUSE = Duration.ofMillis(5);

    /** How often JmDNS, which waits a second for a notification that nobody sends, is notified. */
    private static final Duration WAKE_EVERY = Duration.ofMillis(10);

    private static final List<String> KEYS = List.of("v", "id", "share", "computer");
    private static final int GOODBYES = 4;

    private final DNSCache tap;
    private volatile boolean isBroken;
    private volatile boolean isEnded;

    private JmdnsStation(InetAddress address, String label, Consumer<Heard> heard) throws IOException {
        // Before the constructor of JmDNS, because that starts the thread that hears.
        tap = new Tap(zone(address), heard);
        super(address, label, PAUSE.toMillis());
    }

    /** Opens a station that announces {@code share}. */
    static JmdnsStation open(InetAddress address, String label, Optional<Announcement> share, Consumer<Heard> heard)
            throws IOException {
        JmdnsStation station = new JmdnsStation(address, label, heard);
        try {
            if (share.isPresent()) {
                station.registerService(ServiceInfo.create(
                        Announcement.TYPE,
                        label,
                        share.get().port(),
                        0,
                        0,
                        share.get().text()));
            }
            return station;
        } catch (IOException | RuntimeException e) {
            station.close();
            throw e;
        }
    }

    private static String zone(InetAddress address) throws IOException {
        NetworkInterface network = NetworkInterface.getByInetAddress(address);
        return network == null ? "" : "%" + network.getName();
    }

    @Override
    public void ask() {
        startServiceResolver(Announcement.TYPE);
    }

    @Override
    public boolean isAlive() {
        return !isBroken && !isEnded && !isClosing() && !isClosed() && !isCanceling() && !isCanceled();
    }

    @Override
    public DNSCache getCache() {
        return tap;
    }

    /** JmDNS would read the names of all services of the network. */
    @Override
    public void updateRecord(long now, DNSRecord record, Operation operation) {}

    /** JmDNS would keep the types of all services of the network. */
    @Override
    public boolean registerServiceType(String type) {
        return type.equalsIgnoreCase(Announcement.TYPE) && super.registerServiceType(type);
    }

    /** JmDNS would try again to send what the system refuses, also at its end, for which it would wait ten seconds. */
    @Override
    public void send(DNSOutgoing message) {
        try {
            super.send(message);
        } catch (IOException e) {
            isBroken = true;
        }
    }

    /** JmDNS would begin again in a new thread. {@link DnsSd} opens a new station instead. */
    @Override
    public void recover() {
        isBroken = true;
    }

    /** Says goodbye at once. JmDNS would do so three times, in three seconds. */
    @Override
    public void startCanceler() {
        Canceler goodbye = new Canceler(this);
        for (int i = 0; i < GOODBYES; i++) {
            goodbye.run();
        }
    }

    @Override
    public void close() {
        Thread waker = Thread.ofVirtual().name("nearby-wake").start(this::wake);
        try {
            super.close();
        } finally {
            isEnded = true;
            waker.interrupt();
        }
    }

    private void wake() {
        while (!isEnded) {
            synchronized (this) {
                notifyAll();
            }
            try {
                Thread.sleep(WAKE_EVERY);
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Takes the place of the cache, passes on what concerns Quayside, and keeps nothing. */
    private static final class Tap extends DNSCache {
        private final transient String zone;
        private final transient Consumer<Heard> heard;

        Tap(String zone, Consumer<Heard> heard) {
            super(1);
            this.zone = zone;
            this.heard = heard;
        }

        /** Is asked about every record that arrives. */
        @Override
        public DNSEntry getDNSEntry(DNSEntry entry) {
            try {
                if (entry instanceof DNSRecord record) {
                    hear(record);
                }
            } catch (RuntimeException e) {
                // A record that JmDNS could not take apart. Nobody needs to know.
            }
            return super.getDNSEntry(entry);
        }

        @Override
        public boolean addDNSEntry(DNSEntry entry) {
            return false;
        }

        @Override
        public boolean replaceDNSEntry(DNSEntry next, DNSEntry before) {
            return false;
        }

        private void hear(DNSRecord record) {
            String name = record.getName();
            boolean isInstance = name.toLowerCase(Locale.ROOT).endsWith("." + Announcement.TYPE);
            switch (record) {
                case DNSRecord.Pointer pointer
                when name.equalsIgnoreCase(Announcement.TYPE) -> {
                    if (pointer.getTTL() == 0) {
                        heard.accept(new Heard.Gone(pointer.getAlias()));
                    }
                }
                case DNSRecord.Service service
                when isInstance ->
                    heard.accept(new Heard.Service(
                            name, service.getServiceInfo().getServer(), service.getPort(), service.getTTL()));
                case DNSRecord.Text text
                when isInstance -> heard.accept(new Heard.Text(name, entries(text.getServiceInfo()), text.getTTL()));
                case DNSRecord.Address address ->
                    List.of(address.getServiceInfo().getInetAddresses())
                            .forEach(each -> heard.accept(new Heard.Address(name, host(each), address.getTTL())));
                default -> {}
            }
        }

        private static Map<String, String> entries(ServiceInfo info) {
            Map<String, String> entries = new HashMap<>();
            for (String key : KEYS) {
                String value = info.getPropertyString(key);
                if (value != null) {
                    entries.put(key, value);
                }
            }
            return entries;
        }

        private String host(InetAddress address) {
            String plain = address.getHostAddress().replaceFirst("%.*", "");
            return address instanceof Inet6Address && address.isLinkLocalAddress() ? plain + zone : plain;
        }
    }
}
