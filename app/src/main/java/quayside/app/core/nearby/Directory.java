package quayside.app.core.nearby;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.text.InvalidInput;

/**
 * Puts together the shares that were heard of. It keeps a bounded number of records, the newest, whatever is sent:
 * {@value #MAX_INSTANCES} instances and as many hosts with {@value #MAX_ADDRESSES} addresses each. Thread-safe.
 */
final class Directory {
    static final int MAX_SHARES = 64;
    static final int MAX_INSTANCES = 256;
    static final int MAX_ADDRESSES = 4;
    private static final int MAX_LINKS = 4;

    /** The maximum time for which a record is believed. Who is still there answers once a minute. */
    static final Duration LONGEST = Duration.ofSeconds(150);

    private static final Pattern PRIVATE = Pattern.compile("(10|192\\.168|172\\.(1[6-9]|2\\d|3[01]))\\..*");

    private final Map<String, Instance> instances = newest(MAX_INSTANCES);
    private final Map<String, Map<String, Instant>> hosts = newest(MAX_INSTANCES);

    /** An instance; one that was not heard completely has no text or no server. */
    private record Instance(Optional<Network.Heard.Service> service, Optional<Told> told, Instant until) {
        static final Instance NEW = new Instance(Optional.empty(), Optional.empty(), Instant.MIN);
    }

    /** What an instance tells about itself. */
    private record Told(Fingerprint id, String share, String computer) {}

    /** Returns a map that forgets what was not heard of for the longest time. */
    private static <V> Map<String, V> newest(int limit) {
        return new LinkedHashMap<>(16, 0.75f, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
                return size() > limit;
            }
        };
    }

    /** Takes in what was heard. */
    synchronized void hear(Network.Heard heard, Instant now) {
        switch (heard) {
            case Network.Heard.Gone gone -> instances.remove(key(gone.instance()));
            case Network.Heard.Service service when service.seconds() <= 0 -> instances.remove(key(service.instance()));
            case Network.Heard.Service service -> {
                Instance before = instances.getOrDefault(key(service.instance()), Instance.NEW);
                hosts.computeIfAbsent(key(service.server()), server -> newest(MAX_ADDRESSES));
                instances.put(
                        key(service.instance()),
                        new Instance(
                                Optional.of(service).filter(each -> each.port() > 0 && each.port() <= 65_535),
                                before.told(),
                                until(service.seconds(), now)));
            }
            case Network.Heard.Text text when text.seconds() <= 0 -> instances.remove(key(text.instance()));
            case Network.Heard.Text text -> {
                Instance before = instances.getOrDefault(key(text.instance()), Instance.NEW);
                instances.put(
                        key(text.instance()),
                        new Instance(before.service(), told(text.entries()), until(text.seconds(), now)));
            }
            case Network.Heard.Address address -> {
                // The addresses of a message come last. Those of other hosts, such as printers, are of no interest.
                Map<String, Instant> known = hosts.get(key(address.server()));
                if (known != null && address.seconds() <= 0) {
                    known.remove(address.host());
                } else if (known != null) {
                    known.put(address.host(), until(address.seconds(), now));
                }
            }
        }
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static Instant until(int seconds, Instant now) {
        return now.plusSeconds(Math.min(seconds, LONGEST.toSeconds()));
    }

    private static Optional<Told> told(Map<String, String> entries) {
        String share = Announcement.cut(entries.getOrDefault("share", ""));
        if (!Announcement.VERSION.equals(entries.get("v")) || share.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Told(
                    Fingerprint.parse(entries.getOrDefault("id", "")),
                    share,
                    Announcement.cut(entries.getOrDefault("computer", ""))));
        } catch (InvalidInput e) {
            return Optional.empty();
        }
    }

    /** Returns how many records it keeps. */
    synchronized int size() {
        return instances.size()
                + hosts.size()
                + hosts.values().stream().mapToInt(Map::size).sum();
    }

    /** Forgets all. */
    synchronized void clear() {
        instances.clear();
        hosts.clear();
    }

    /** Returns the shares that are there now, at most {@value #MAX_SHARES}, in the order of their names. */
    synchronized List<NearbyShare> list(Instant now) {
        instances.values().removeIf(instance -> !instance.until().isAfter(now));
        hosts.values().forEach(known -> known.values().removeIf(until -> !until.isAfter(now)));
        hosts.keySet()
                .retainAll(instances.values().stream()
                        .flatMap(instance -> instance.service().stream())
                        .map(service -> key(service.server()))
                        .collect(Collectors.toSet()));
        Map<Fingerprint, NearbyShare> shares = new LinkedHashMap<>();
        // The newest are the last ones.
        for (Instance instance : List.copyOf(instances.values()).reversed()) {
            NearbyShare found = share(instance);
            if (found != null && (shares.size() < MAX_SHARES || shares.containsKey(found.id()))) {
                shares.merge(found.id(), found, Directory::join);
            }
        }
        return shares.values().stream()
                .sorted(Comparator.comparing(NearbyShare::share)
                        .thenComparing(NearbyShare::computer)
                        .thenComparing(share -> share.id().toString()))
                .toList();
    }

    private @Nullable NearbyShare share(Instance instance) {
        if (instance.service().isEmpty() || instance.told().isEmpty()) {
            return null;
        }
        Network.Heard.Service service = instance.service().get();
        Told told = instance.told().get();
        // Asked without get, which would make the host newer than it is.
        List<ShareLink> links = hosts.entrySet().stream()
                .filter(host -> host.getKey().equals(key(service.server())))
                .flatMap(host -> host.getValue().keySet().stream())
                .map(host -> ShareLink.of(host, service.port(), told.id()))
                .toList();
        return links.isEmpty() ? null : new NearbyShare(told.id(), told.share(), told.computer(), likeliest(links));
    }

    /** Joins two instances of one share, which is announced at each address for itself. */
    private static NearbyShare join(NearbyShare newer, NearbyShare older) {
        List<ShareLink> links = new ArrayList<>(newer.links());
        links.addAll(older.links());
        return new NearbyShare(newer.id(), newer.share(), newer.computer(), likeliest(links));
    }

    private static List<ShareLink> likeliest(List<ShareLink> links) {
        return links.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Directory::rank).thenComparing(ShareLink::address))
                .limit(MAX_LINKS)
                .toList();
    }

    private static int rank(ShareLink link) {
        String host = link.host();
        boolean isIpv6 = host.indexOf(':') >= 0;
        return PRIVATE.matcher(host).matches() ? 0 : !isIpv6 ? 1 : host.indexOf('%') < 0 ? 2 : 3;
    }
}
