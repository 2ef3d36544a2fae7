package quayside.app.core.doctor;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import quayside.app.core.doctor.Caller.Outcome;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.HandshakeProbe.Answer;
import quayside.protocol.crypto.HandshakeProbe.Offer;
import quayside.protocol.text.Sentence;

/**
 * Examines why nobody reaches a share of this computer: from the server to the firewall. What others see from their side
 * cannot be seen from here, so a firewall that cannot be read stays a guess.
 */
final class HostDoctor {
    private static final Duration CALLING = Duration.ofSeconds(2);
    private static final int MAX_ADDRESSES = 16;

    private final Computer computer;
    private final Doctor.Hosting hosting;
    private final Examination notes;
    private final Caller caller;
    private final Places places;

    HostDoctor(Computer computer, Doctor.Hosting hosting, Consumer<Check> done, Cancellation limit) {
        this.computer = computer;
        this.hosting = hosting;
        this.notes = new Examination(done, limit);
        this.caller = new Caller(computer, limit);
        this.places = Places.of(computer);
    }

    /** A call to an address of this computer. */
    private record Called(InetAddress address, Outcome outcome) {}

    Diagnosis examine() throws IOException {
        List<Called> calls = call();
        noteServer(calls);
        Optional<List<Ports.Listener>> listeners = noteListeners();
        noteAnswers(calls);
        noteNetworks();
        boolean isCurrent = noteLink();
        boolean isPublic = Firewall.isPublic(computer);
        if (isPublic) {
            notes.bad(Topic.NETWORKS, Sentence.of(Found.NETWORK_PUBLIC));
        }
        Optional<Firewall> firewall = Firewall.of(computer, hosting.port());
        noteFirewall(firewall);
        noteGuests();
        @Nullable Diagnosis server = ofServer(calls, listeners);
        if (server != null) {
            return server;
        }
        if (places.isEmpty()) {
            return notes.end(Sentence.of(Finding.NO_NETWORK), Sentence.of(NextStep.JOIN_ANY_NETWORK));
        }
        if (!isCurrent) {
            return notes.end(
                    Sentence.of(hosting.isEarlierKey() ? Finding.EARLIER_KEY : Finding.STALE_LINK),
                    Sentence.of(NextStep.COPY_LINK));
        }
        return ofSurroundings(firewall, isPublic);
    }

    private String port() {
        return Integer.toString(hosting.port());
    }

    /** Calls this computer at all its addresses, all at once; the one that only it can reach is the first. */
    private List<Called> call() {
        List<InetAddress> all = new ArrayList<>();
        all.add(InetAddress.getLoopbackAddress());
        all.addAll(places.reachable().stream().limit(MAX_ADDRESSES).toList());
        List<Future<Called>> made = new ArrayList<>();
        try (ExecutorService calls = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("doctor-call-", 0).factory())) {
            for (InetAddress address : all) {
                made.add(calls.submit(
                        () -> new Called(address, caller.call(address, hosting.port(), Offer.OURS, CALLING))));
            }
        }
        return made.stream().map(Future::resultNow).toList();
    }

    private boolean isOwn(Called call) {
        return call.outcome() instanceof Outcome.Answered answered
                && answered.answer() instanceof Answer.Server
                && (hosting.id().isEmpty() || answered.id().equals(hosting.id()));
    }

    /** Returns whether this program's server answers there, or refuses this computer, which only a server does. */
    private boolean isServer(Called call) {
        return isOwn(call)
                || (call.outcome() instanceof Outcome.Answered answered && answered.answer() instanceof Answer.Refused);
    }

    private void noteServer(List<Called> calls) {
        if (hosting.isOn()) {
            notes.good(Topic.SERVER, Sentence.of(Found.SERVER_ON, port()));
        } else if (calls.stream().anyMatch(this::isServer)) {
            notes.good(Topic.SERVER, Sentence.of(Found.SERVER_FOUND, port()));
        } else {
            notes.bad(Topic.SERVER, Sentence.of(Found.SERVER_OFF));
        }
    }

    private Optional<List<Ports.Listener>> noteListeners() {
        Optional<List<Ports.Listener>> found = computer.kind() == Computer.Kind.LINUX
                ? new Ports(computer.root()).at(hosting.port())
                : Optional.empty();
        if (found.isEmpty()) {
            notes.unknown(Topic.LISTENING, Sentence.of(Found.LISTENS_UNKNOWN));
        } else if (found.get().isEmpty()) {
            notes.bad(Topic.LISTENING, Sentence.of(Found.LISTENS_NOT, port()));
        } else if (found.get().stream().anyMatch(each -> each.address().isAnyLocalAddress())) {
            notes.good(Topic.LISTENING, Sentence.of(Found.LISTENS_ALL, port()));
        } else {
            notes.unknown(
                    Topic.LISTENING,
                    Sentence.of(
                            Found.LISTENS_AT,
                            port(),
                            found.get().stream()
                                    .map(each -> each.address().getHostAddress())
                                    .distinct()
                                    .collect(Collectors.joining(", "))));
        }
        return found;
    }

    private void noteAnswers(List<Called> calls) {
        for (Called call : calls) {
            String address = call.address().getHostAddress();
            if (isServer(call)) {
                notes.good(Topic.ANSWERS, Sentence.of(Found.ANSWERS_AT, address));
            } else {
                notes.bad(Topic.ANSWERS, Sentence.of(Found.ANSWERS_NOT, address));
            }
        }
    }

    private void noteNetworks() {
        if (places.isEmpty()) {
            notes.bad(Topic.NETWORKS, Sentence.of(Found.NETWORK_NONE));
        } else {
            notes.good(Topic.NETWORKS, Sentence.of(Found.NETWORK_AT, places.words()));
        }
        if (!places.tunnels().isEmpty()) {
            notes.unknown(Topic.NETWORKS, Sentence.of(Found.NETWORK_TUNNEL, String.join(", ", places.tunnels())));
        }
        if (!places.containers().isEmpty()) {
            notes.unknown(
                    Topic.NETWORKS, Sentence.of(Found.NETWORK_CONTAINERS, String.join(", ", places.containers())));
        }
    }

    /** Returns whether the link that was given away still leads here, as far as it is known. */
    private boolean noteLink() {
        Optional<ShareLink> given = hosting.link();
        if (given.isEmpty()) {
            return true;
        }
        if (given.get().port() != hosting.port()) {
            notes.bad(
                    Topic.SHARED_LINK,
                    Sentence.of(
                            Found.LINK_EARLIER_PORT,
                            Integer.toString(given.get().port())));
            return false;
        }
        if (!isHere(given.get().host())) {
            notes.bad(
                    Topic.SHARED_LINK, Sentence.of(Found.LINK_STALE, given.get().host()));
            return false;
        }
        if (hosting.isEarlierKey()) {
            notes.bad(Topic.SHARED_LINK, Sentence.of(Found.LINK_EARLIER_KEY));
            return false;
        }
        notes.good(
                Topic.SHARED_LINK, Sentence.of(Found.LINK_CURRENT, given.get().host()));
        return true;
    }

    private boolean isHere(String host) {
        try {
            // An address outside, which a router passes on, is not this computer's own.
            return computer.resolve(host).stream().anyMatch(each -> places.has(each) || !Places.isPrivate(each));
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private void noteFirewall(Optional<Firewall> firewall) {
        if (firewall.isEmpty()) {
            notes.good(Topic.FIREWALL, Sentence.of(Found.FIREWALL_NONE));
            return;
        }
        String name = firewall.get().name();
        firewall.get()
                .lets()
                .ifPresentOrElse(
                        lets -> {
                            if (lets) {
                                notes.good(Topic.FIREWALL, Sentence.of(Found.FIREWALL_LETS, name, port()));
                            } else {
                                notes.bad(Topic.FIREWALL, Sentence.of(Found.FIREWALL_KEEPS, name, port()));
                            }
                        },
                        () -> notes.unknown(Topic.FIREWALL, Sentence.of(Found.FIREWALL_MAYBE, name)));
    }

    private void noteGuests() {
        if (hosting.blocked().isEmpty()) {
            notes.good(Topic.GUESTS, Sentence.of(Found.GUESTS_NONE_BLOCKED));
        } else {
            notes.unknown(Topic.GUESTS, Sentence.of(Found.GUESTS_BLOCKED_ARE, String.join(", ", hosting.blocked())));
        }
        if (hosting.wrongKeys() > 0) {
            notes.unknown(Topic.GUESTS, Sentence.of(Found.GUESTS_GUESSED, hosting.wrongKeys()));
        }
    }

    /** Returns the verdict if the server does not answer as it should; otherwise null. */
    private @Nullable Diagnosis ofServer(List<Called> calls, Optional<List<Ports.Listener>> listeners) {
        boolean hereOnly = isServer(calls.getFirst());
        List<Called> others = calls.subList(1, calls.size());
        boolean outside = others.stream().anyMatch(this::isServer);
        if (!hereOnly && !outside) {
            boolean nobody = calls.stream().noneMatch(call -> call.outcome() instanceof Outcome.Answered);
            return nobody && listeners.filter(found -> !found.isEmpty()).isEmpty()
                    ? notes.end(Sentence.of(Finding.OFF, port()), Sentence.of(NextStep.SHARE_FOLDER))
                    : taken(listeners);
        }
        boolean isOnlyHere = !outside
                && others.stream().anyMatch(call -> call.address() instanceof Inet4Address)
                && others.stream().allMatch(call -> call.outcome() instanceof Outcome.Refused);
        return isOnlyHere ? notes.end(Sentence.of(Finding.ONLY_HERE), Sentence.of(NextStep.LISTEN_EVERYWHERE)) : null;
    }

    private Diagnosis taken(Optional<List<Ports.Listener>> listeners) {
        Optional<String> holder = listeners.flatMap(found -> new Ports(computer.root()).holder(found));
        // Whose program it is was read only if the system told that somebody listens.
        boolean isKnown = listeners.filter(found -> !found.isEmpty()).isPresent();
        Sentence who = holder.map(name -> Sentence.of(Found.HOLDER_NAMED, name))
                .orElseGet(() -> Sentence.of(isKnown ? Found.HOLDER_UNKNOWN : Found.LISTENS_UNKNOWN));
        notes.bad(Topic.SERVER, who);
        return notes.end(Sentence.of(Finding.PORT_TAKEN, port()), Sentence.of(NextStep.USE_OTHER_PORT));
    }

    private Diagnosis ofSurroundings(Optional<Firewall> firewall, boolean isPublic) {
        boolean closed = firewall.flatMap(Firewall::lets).filter(lets -> !lets).isPresent();
        boolean likely = firewall.isPresent() && firewall.get().lets().isEmpty();
        if (closed || (likely && !isPublic)) {
            String name = firewall.get().name();
            Optional<String> command = firewall.get().command();
            return notes.end(
                    closed
                            ? Sentence.of(Finding.FIREWALL_CLOSED, name, port())
                            : Sentence.of(Finding.FIREWALL_LIKELY, name, port()),
                    command.isPresent()
                            ? Sentence.of(NextStep.RUN_COMMAND, port())
                            : Sentence.of(NextStep.ALLOW_IN_SETTINGS),
                    command,
                    Optional.empty());
        }
        if (isPublic) {
            return notes.end(Sentence.of(Finding.PUBLIC_NETWORK), Sentence.of(NextStep.MAKE_PRIVATE));
        }
        if (!hosting.blocked().isEmpty()) {
            return notes.end(
                    Sentence.of(Finding.GUESTS_BLOCKED, hosting.blocked().size()), Sentence.of(NextStep.UNBLOCK));
        }
        if (hosting.wrongKeys() > 0) {
            return notes.end(Sentence.of(Finding.KEYS_WRONG, hosting.wrongKeys()), Sentence.of(NextStep.SEND_KEY));
        }
        return notes.end(Sentence.of(Finding.READY), Sentence.of(NextStep.ASK_GUEST));
    }
}
