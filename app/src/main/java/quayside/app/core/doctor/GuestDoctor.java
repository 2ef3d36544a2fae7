package quayside.app.core.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quayside.app.core.doctor.Caller.Outcome;
import quayside.app.core.nearby.Nearby;
import quayside.protocol.client.ShareClient;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ConnectOptions;
import quayside.protocol.client.connection.RetryPolicy;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.crypto.HandshakeProbe;
import quayside.protocol.crypto.HandshakeProbe.Answer;
import quayside.protocol.crypto.HandshakeProbe.Offer;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;
import quayside.protocol.wire.Reason;

/** Examines why a share does not open: from the link to the key, and no further than to the first cause. */
final class GuestDoctor {
    private static final int MAX_ADDRESSES = 4;

    /** The difference of the two clocks that does not matter; the answer has been on its way for a moment. */
    private static final Duration CLOCKS_AGREE = Duration.ofMinutes(2);

    private static final Duration ELSEWHERE = Duration.ofMillis(1500);

    private final Computer computer;
    private final Supplier<Nearby.State> around;
    private final Doctor.Visit visit;
    private final ShareLink link;
    private final Examination notes;
    private final Cancellation limit;
    private final Caller caller;
    private final Places places;

    /** Whom the guest expects: the link says so first. */
    private final Optional<Fingerprint> expected;

    GuestDoctor(
            Computer computer,
            Supplier<Nearby.State> around,
            Doctor.Visit visit,
            Consumer<Check> done,
            Cancellation limit) {
        this.computer = computer;
        this.around = around;
        this.visit = visit;
        this.link = visit.link();
        this.notes = new Examination(done, limit);
        this.limit = limit;
        this.caller = new Caller(computer, limit);
        this.places = Places.of(computer);
        this.expected = link.id().or(visit::known);
    }

    Diagnosis examine() throws IOException {
        noteLink();
        List<InetAddress> addresses;
        try {
            addresses = addresses();
        } catch (UnknownHostException e) {
            notes.bad(Topic.NAME, Sentence.of(Found.NAME_RESOLVES_NOT, link.host()));
            @Nullable Diagnosis moved = elsewhere(List.of(), false);
            return moved != null
                    ? moved
                    : places.isEmpty()
                            ? withoutNetwork()
                            : notes.end(
                                    Sentence.of(Finding.NAME_UNKNOWN, link.host()), Sentence.of(NextStep.CHECK_NAME));
        }
        noteAddresses(addresses);
        Reached reached = reach(addresses);
        if (reached.outcome() instanceof Outcome.TimedOut
                && isThere(reached.address()).equals(Optional.of(true))) {
            // Linux takes some seconds to notice that a neighbour has left.
            reached = reach(List.of(reached.address()));
        }
        if (!(reached.outcome() instanceof Outcome.Answered answered)) {
            return unanswered(reached);
        }
        notes.good(Topic.PORT, Sentence.of(Found.PORT_OPEN, port()));
        return answered(reached.address(), answered);
    }

    private String port() {
        return Integer.toString(link.port());
    }

    private boolean isInvited() {
        return visit.key().flatMap(AccessKey::invitation).isPresent()
                || link.key().flatMap(AccessKey::invitation).isPresent();
    }

    private void noteLink() {
        if (link.id().isEmpty()) {
            notes.unknown(Topic.LINK, Sentence.of(Found.LINK_WITHOUT_IDENTITY));
        } else if (visit.key().isEmpty() && link.key().isEmpty()) {
            notes.unknown(Topic.LINK, Sentence.of(Found.LINK_WITHOUT_KEY));
        } else {
            notes.good(Topic.LINK, Sentence.of(Found.LINK_WHOLE));
        }
    }

    private List<InetAddress> addresses() throws UnknownHostException {
        List<InetAddress> all = computer.resolve(link.host());
        if (all.isEmpty()) {
            throw new UnknownHostException(link.host());
        }
        String words = all.stream().map(InetAddress::getHostAddress).collect(Collectors.joining(", "));
        if (words.equals(link.host()) || link.host().indexOf(':') >= 0) {
            notes.good(Topic.NAME, Sentence.of(Found.NAME_IS_ADDRESS));
        } else {
            notes.good(Topic.NAME, Sentence.of(Found.NAME_RESOLVES, link.host(), words));
        }
        return all.subList(0, Math.min(MAX_ADDRESSES, all.size()));
    }

    private void noteAddresses(List<InetAddress> addresses) {
        InetAddress first = addresses.getFirst();
        if (addresses.stream().anyMatch(places::has)) {
            notes.good(Topic.ADDRESS, Sentence.of(Found.ADDRESS_HERE));
        } else if (places.isEmpty()) {
            notes.bad(Topic.ADDRESS, Sentence.of(Found.ADDRESS_NO_NETWORK));
        } else if (addresses.stream().anyMatch(places::isNear)) {
            notes.good(Topic.ADDRESS, Sentence.of(Found.ADDRESS_NEAR, places.words()));
        } else if (Places.isPrivate(first)) {
            notes.unknown(Topic.ADDRESS, Sentence.of(Found.ADDRESS_PRIVATE, first.getHostAddress(), places.words()));
        } else {
            notes.good(Topic.ADDRESS, Sentence.of(Found.ADDRESS_OUTSIDE, first.getHostAddress()));
        }
    }

    /** Who was called, and what became of it. */
    private record Reached(InetAddress address, Outcome outcome) {}

    /** Calls the addresses, all at once; returns the call that came farthest, of several the first. */
    private Reached reach(List<InetAddress> addresses) {
        List<Future<Reached>> calls = new ArrayList<>();
        Offer offer = isInvited() ? Offer.INVITED : Offer.OURS;
        try (ExecutorService all = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("doctor-call-", 0).factory())) {
            for (InetAddress address : addresses) {
                calls.add(all.submit(
                        () -> new Reached(address, caller.call(address, link.port(), offer, Caller.CONNECTING))));
            }
        }
        return calls.stream()
                .map(Future::resultNow)
                .max(Comparator.comparingInt(call -> call.outcome().distance()))
                .orElseThrow();
    }

    private Diagnosis unanswered(Reached reached) {
        InetAddress address = reached.address();
        Optional<Boolean> isThere = isThere(address);
        notes.bad(
                Topic.PORT,
                switch (reached.outcome()) {
                    case Outcome.Refused _ -> Sentence.of(Found.PORT_REFUSED, port());
                    case Outcome.TimedOut _
                    when isThere.equals(Optional.of(true)) -> Sentence.of(Found.PORT_SILENT_BUT_THERE, port());
                    case Outcome.TimedOut _ -> Sentence.of(Found.PORT_SILENT, port());
                    case Outcome.Unreachable _, Outcome.Answered _ ->
                        Sentence.of(Found.PORT_UNREACHABLE, address.getHostAddress());
                });
        boolean refused = reached.outcome() instanceof Outcome.Refused;
        @Nullable Diagnosis found = elsewhere(List.of(address), refused);
        if (found != null) {
            return found;
        }
        if (refused) {
            return notes.end(
                    Sentence.of(Finding.NOT_SHARED, link.host(), port()), Sentence.of(NextStep.ASK_TO_SHARE, port()));
        }
        if (places.isEmpty()) {
            return withoutNetwork();
        }
        if (!places.isNear(address)) {
            return Places.isPrivate(address)
                    ? notes.end(
                            Sentence.of(Finding.OTHER_NETWORK, link.host()),
                            Sentence.of(NextStep.JOIN_THEIR_NETWORK, places.words()))
                    : notes.end(
                            Sentence.of(Finding.ROUTER_CLOSED, link.host(), port()),
                            Sentence.of(NextStep.ASK_ABOUT_ROUTER, port()));
        }
        boolean away = reached.outcome() instanceof Outcome.Unreachable || isThere.equals(Optional.of(false));
        if (away) {
            return notes.end(Sentence.of(Finding.COMPUTER_AWAY, link.host()), Sentence.of(NextStep.WAKE_COMPUTER));
        }
        return notes.end(
                isThere.isPresent()
                        ? Sentence.of(Finding.DROPPED, link.host(), port())
                        : Sentence.of(Finding.NO_ANSWER, link.host()),
                Sentence.of(NextStep.ASK_ABOUT_FIREWALL));
    }

    private Diagnosis withoutNetwork() {
        return notes.end(Sentence.of(Finding.NO_NETWORK), Sentence.of(NextStep.JOIN_ANY_NETWORK));
    }

    /**
     * Returns whether a computer of a network of this one has the address, which Linux knows once it has asked; empty if
     * that is not known.
     */
    private Optional<Boolean> isThere(InetAddress address) {
        Path table = computer.root().resolve("proc/net/arp");
        if (places.has(address)) {
            return Optional.of(true);
        }
        try {
            return Files.readAllLines(table).stream()
                    .map(line -> line.split("\\s+", -1))
                    .filter(fields -> fields.length > 3 && fields[0].equals(address.getHostAddress()))
                    .map(fields -> !fields[2].equals("0x0"))
                    .reduce((one, other) -> one || other);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /**
     * Looks for the server at other addresses: where it is announced, and at the usual port.
     *
     * @param sameHost whether the host answered, so that its usual port is worth a call
     * @return null if it is not found
     */
    private @Nullable Diagnosis elsewhere(List<InetAddress> tried, boolean sameHost) {
        Nearby.State heard = around.get();
        Set<ShareLink> others = new LinkedHashSet<>();
        heard.shares().stream()
                .filter(share -> expected.equals(Optional.of(share.id())))
                .flatMap(share -> share.links().stream())
                .filter(other -> !other.isSameServer(link))
                .limit(MAX_ADDRESSES)
                .forEach(others::add);
        if (expected.isEmpty()) {
            notes.unknown(Topic.NEARBY, Sentence.of(Found.NEARBY_UNKNOWN));
        } else if (!heard.isLooking()) {
            notes.unknown(Topic.NEARBY, Sentence.of(Found.NEARBY_OFF));
        } else if (others.isEmpty()) {
            notes.unknown(Topic.NEARBY, Sentence.of(Found.NEARBY_NONE));
        }
        if (sameHost && link.port() != ShareLink.DEFAULT_PORT) {
            others.add(ShareLink.of(link.host(), ShareLink.DEFAULT_PORT, null));
        }
        for (ShareLink other : others) {
            if (isServerAt(other, tried)) {
                // By another invitation, or by none, the guest would come to another share.
                ShareLink there = link.at(ShareLink.of(other.host(), other.port(), expected.orElse(null)));
                notes.good(Topic.NEARBY, Sentence.of(Found.NEARBY_ELSEWHERE, there.address()));
                Sentence verdict = other.host().equalsIgnoreCase(link.host())
                        ? Sentence.of(Finding.WRONG_PORT, link.host(), Integer.toString(other.port()), port())
                        : Sentence.of(Finding.MOVED, there.address());
                return notes.end(
                        verdict,
                        Sentence.of(NextStep.CONNECT_THERE, there.address()),
                        Optional.empty(),
                        Optional.of(there));
            }
        }
        return null;
    }

    /** Returns whether the expected server claims to be there, or any server if none is expected. */
    private boolean isServerAt(ShareLink other, List<InetAddress> tried) {
        try {
            boolean same = other.host().equals(link.host()) && !tried.isEmpty();
            InetAddress address =
                    same ? tried.getFirst() : computer.resolve(other.host()).getFirst();
            return caller.call(address, other.port(), Offer.OURS, ELSEWHERE) instanceof Outcome.Answered answered
                    && answered.answer() instanceof Answer.Server
                    && (expected.isEmpty() || answered.id().equals(expected));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private Diagnosis answered(InetAddress address, Outcome.Answered answered) throws IOException {
        return switch (answered.answer()) {
            case Answer.Other(String beginning) -> otherProgram(address, kind(beginning));
            case Answer.Silent _ -> otherProgram(address, Found.PROGRAM_MUTE);
            case Answer.Refused(ProtocolException why) -> refused(address, why);
            case Answer.Server(int version, Optional<Fingerprint> id) -> {
                notes.good(Topic.PROGRAM, Sentence.of(Found.PROGRAM_QUAYSIDE));
                notes.good(Topic.VERSION, Sentence.of(Found.VERSION_SHARED, Integer.toString(version)));
                yield identified(address, id);
            }
        };
    }

    /** Returns what is known of a program by the first characters that it sent. They are never shown. */
    private static Found kind(String beginning) {
        return beginning.startsWith("HTTP/") || beginning.startsWith("<")
                ? Found.PROGRAM_WEB
                : beginning.startsWith("SSH-") ? Found.PROGRAM_SSH : Found.PROGRAM_OTHER;
    }

    private Diagnosis otherProgram(InetAddress address, Found kind) {
        notes.bad(Topic.PROGRAM, Sentence.of(kind));
        @Nullable Diagnosis found = elsewhere(List.of(address), true);
        if (found != null) {
            return found;
        }
        return kind == Found.PROGRAM_MUTE
                ? notes.end(Sentence.of(Finding.SAYS_NOTHING, link.address()), Sentence.of(NextStep.TRY_LATER))
                : notes.end(Sentence.of(Finding.OTHER_PROGRAM, link.address()), Sentence.of(NextStep.ASK_FOR_PORT));
    }

    private Diagnosis refused(InetAddress address, ProtocolException why) {
        if (why.sentence().key() == Reason.NO_COMMON_VERSION) {
            notes.good(Topic.PROGRAM, Sentence.of(Found.PROGRAM_QUAYSIDE));
            return otherVersion(address);
        }
        notes.bad(Topic.PROGRAM, Sentence.of(Found.PROGRAM_REFUSES));
        return refusal(why);
    }

    private Diagnosis otherVersion(InetAddress address) {
        Outcome again = caller.call(address, link.port(), Offer.ALL, ELSEWHERE);
        int theirs = again instanceof Outcome.Answered(Answer.Server(int version, var _)) ? version : 0;
        String newest = Integer.toString(HandshakeProbe.newest());
        String needed = Integer.toString(HandshakeProbe.oldest(isInvited()));
        if (theirs > HandshakeProbe.newest()) {
            notes.bad(Topic.VERSION, Sentence.of(Found.VERSION_NEW, Integer.toString(theirs), newest));
            return notes.end(
                    Sentence.of(Finding.TOO_NEW, link.address(), Integer.toString(theirs), newest),
                    Sentence.of(NextStep.UPDATE_HERE));
        }
        if (theirs == 0) {
            notes.bad(Topic.VERSION, Sentence.of(Found.VERSION_UNKNOWN, newest));
            return notes.end(Sentence.of(Finding.OTHER_TROUBLE), Sentence.of(NextStep.UPDATE_HERE));
        }
        notes.bad(Topic.VERSION, Sentence.of(Found.VERSION_OLD, Integer.toString(theirs), needed));
        return notes.end(
                Sentence.of(Finding.TOO_OLD, link.address(), Integer.toString(theirs), needed),
                Sentence.of(NextStep.ASK_TO_UPDATE));
    }

    private Diagnosis identified(InetAddress address, Optional<Fingerprint> id) throws IOException {
        if (expected.isEmpty()) {
            notes.unknown(
                    Topic.IDENTITY,
                    Sentence.of(
                            Found.IDENTITY_FIRST, id.map(Fingerprint::grouped).orElse("?")));
        } else if (expected.equals(id)) {
            notes.good(Topic.IDENTITY, Sentence.of(Found.IDENTITY_SAME));
        } else {
            notes.bad(
                    Topic.IDENTITY,
                    Sentence.of(
                            Found.IDENTITY_OTHER,
                            id.map(Fingerprint::grouped).orElse("?"),
                            expected.get().grouped()));
            @Nullable Diagnosis moved = elsewhere(List.of(address), true);
            return moved != null
                    ? moved
                    : notes.end(
                            Sentence.of(Finding.IDENTITY_CHANGED, link.address()),
                            Sentence.of(NextStep.COMPARE_FINGERPRINTS));
        }
        return key();
    }

    private Diagnosis key() throws IOException {
        if (visit.told().isPresent()) {
            return told(visit.told().get());
        }
        if (visit.key().isEmpty()) {
            notes.unknown(Topic.KEY, Sentence.of(Found.KEY_NOT_TRIED));
            return notes.end(Sentence.of(Finding.ANSWERS_NOW, link.address()), Sentence.of(NextStep.OPEN_IT));
        }
        ConnectOptions options = new ConnectOptions(expected, Caller.CONNECTING, RetryPolicy.never());
        try (ShareClient client = ShareClient.connect(link, visit.key().get(), options, limit)) {
            notes.good(Topic.KEY, Sentence.of(Found.KEY_FITS));
            return opens(client);
        } catch (ProtocolException e) {
            return refusal(e);
        }
    }

    private Diagnosis opens(ShareClient client) {
        Optional<Instant> theirs = client.serverTime();
        Instant ours = computer.now();
        String name = client.share().name();
        if (theirs.isPresent() && Duration.between(theirs.get(), ours).abs().compareTo(CLOCKS_AGREE) > 0) {
            notes.bad(Topic.CLOCK, Sentence.of(Found.CLOCK_DIFFERS, shown(theirs.get()), shown(ours)));
            return notes.end(Sentence.of(Finding.CLOCKS_DIFFER, name), Sentence.of(NextStep.SET_CLOCK));
        }
        if (theirs.isPresent()) {
            notes.good(Topic.CLOCK, Sentence.of(Found.CLOCK_SAME));
        }
        return notes.end(Sentence.of(Finding.OPENS, name), Sentence.of(NextStep.OPEN_IT));
    }

    private static String shown(Instant time) {
        return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT)
                .withZone(ZoneId.systemDefault())
                .format(time);
    }

    /** Returns the verdict on what the server said, or on a connection that failed after it had proved nothing. */
    private Diagnosis refusal(ProtocolException why) {
        return switch (why.sentence().key()) {
            case Reason.WRONG_KEY -> {
                notes.bad(Topic.KEY, Sentence.of(Found.KEY_REFUSED));
                yield told(Finding.WRONG_KEY);
            }
            case Reason.NOT_LET_IN, Reason.HOST_BLOCKED -> told(Finding.BLOCKED);
            case Reason.HOST_REVOKED -> told(Finding.REVOKED);
            case Reason.INVITATION_ENDED -> told(Finding.ENDED);
            case Reason.TOO_MANY_KEYS ->
                notes.end(Sentence.of(Finding.TOO_MANY_KEYS), Sentence.of(NextStep.WAIT_FOR_TRY, why.retryAfter()));
            case Reason.SHARE_FULL, Reason.SHARE_CROWDED ->
                notes.end(Sentence.of(Finding.FULL), Sentence.of(NextStep.WAIT_FOR_PLACE));
            default -> {
                notes.bad(Topic.KEY, why.sentence());
                yield notes.end(Sentence.of(Finding.OTHER_TROUBLE), Sentence.of(NextStep.SEND_REPORT));
            }
        };
    }

    /** Returns the verdict on what the server said, now or before. */
    private Diagnosis told(Finding finding) {
        if (visit.told().isPresent()) {
            notes.bad(Topic.KEY, Sentence.of(Found.KEY_TRIED_BEFORE));
        }
        return switch (finding) {
            case WRONG_KEY -> notes.end(Sentence.of(Finding.WRONG_KEY), Sentence.of(NextStep.ASK_FOR_KEY));
            case REVOKED -> notes.end(Sentence.of(Finding.REVOKED), Sentence.of(NextStep.ASK_TO_INVITE));
            case ENDED -> notes.end(Sentence.of(Finding.ENDED), Sentence.of(NextStep.ASK_TO_INVITE));
            case DISCONNECTED -> notes.end(Sentence.of(Finding.DISCONNECTED), Sentence.of(NextStep.OPEN_IT));
            default -> notes.end(Sentence.of(Finding.BLOCKED), Sentence.of(NextStep.ASK_TO_ADMIT));
        };
    }
}
