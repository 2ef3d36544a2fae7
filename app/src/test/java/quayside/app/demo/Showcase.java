package quayside.app.demo;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import quayside.app.Wiring;
import quayside.app.core.AppCore;
import quayside.app.core.doctor.Check;
import quayside.app.core.doctor.Diagnosis;
import quayside.app.core.doctor.Doctor;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.LogEntry;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.host.SharedInvitations;
import quayside.app.core.host.SharedProtection;
import quayside.app.core.nearby.Nearby;
import quayside.app.core.reach.Reach;
import quayside.app.core.settings.WindowSize;
import quayside.app.core.share.ShareService;
import quayside.app.core.share.ShareState;
import quayside.app.core.share.Shares;
import quayside.app.core.transfer.TransferService;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.crypto.AccessKey;
import quayside.server.AwayGuest;
import quayside.server.BlockedGuest;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;
import quayside.server.session.Invitation;

/**
 * The program's real window for the gallery. Below it are the real core objects, but hosting is only shown, and a share
 * can be given any state. So no picture depends on the network or shows anything of this computer.
 */
final class Showcase implements AutoCloseable {
    private static final Clock CLOCK = Clock.fixed(SampleFolders.NOW, ZoneOffset.UTC);

    private final AppCore real;
    private final AppCore core;
    private final Deque<ShareState> nextShares = new ArrayDeque<>();
    private final List<Consumer<HostState>> hostListeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<ShareEvent>> eventListeners = new CopyOnWriteArrayList<>();
    private volatile List<Check> checks = List.of();
    private volatile CompletableFuture<Diagnosis> diagnosis = new CompletableFuture<>();
    private volatile HostState hostState = new HostState.Off();
    private final List<Consumer<Nearby.State>> nearbyListeners = new CopyOnWriteArrayList<>();
    private volatile Nearby.State nearbyState = Nearby.State.OFF;
    private final List<Consumer<Reach.State>> reachListeners = new CopyOnWriteArrayList<>();
    private volatile Reach.State reachState = new Reach.State.Off();
    private volatile List<ShareEvent> events = List.of();
    private final SharedInvitations invitations;
    private volatile SharedProtection protection = SharedProtection.NONE;
    private volatile List<BlockedGuest> blocked = List.of();
    private volatile List<AwayGuest> away = List.of();
    private DemoWindow window;

    /** @param config an empty folder, or one that does not exist */
    Showcase(Path config) throws IOException {
        invitations = new SharedInvitations(config.resolve("invitations"), new SecureRandom(), CLOCK);
        real = Wiring.core(Files.createDirectories(config), InetAddress.getLoopbackAddress());
        core = with(
                real,
                Map.of(
                        Shares.class,
                        shares(),
                        HostService.class,
                        host(),
                        Nearby.class,
                        nearby(),
                        Reach.class,
                        reach(),
                        Doctor.class,
                        doctor()));
    }

    AppCore core() {
        return core;
    }

    /** Shows the window. Its left side begins in {@code here}. */
    DemoWindow open(Path here) throws IOException, Mismatch, InterruptedException {
        core.settings()
                .update(now -> now.withComputer("Mara’s laptop")
                        .withLocal(now.local().withDownloadFolder(Optional.of(here)))
                        .withLook(now.look()
                                .withTheme(Variant.all(Variant.LANGUAGES.getFirst())
                                        .getFirst()
                                        .theme())));
        WindowSize size = Variant.all(Variant.LANGUAGES.getFirst()).getFirst().size();
        window = new DemoWindow(core, CLOCK, size);
        return window;
    }

    DemoWindow window() {
        return window;
    }

    /** Lets the next share that the window opens be in this state, instead of connecting. */
    void nextShare(ShareState state) {
        nextShares.add(state);
    }

    void host(HostState next) {
        hostState = next;
        hostListeners.forEach(listener -> listener.accept(next));
    }

    /** Says what is nearby. */
    void nearby(Nearby.State next) {
        nearbyState = next;
        nearbyListeners.forEach(listener -> listener.accept(next));
    }

    /** Lets the next examination tell these checks and go on. */
    void examining(List<Check> so) {
        checks = so;
        diagnosis = new CompletableFuture<>();
    }

    /** Lets the next examination end so. */
    void examined(Diagnosis end) {
        checks = List.of();
        diagnosis = CompletableFuture.completedFuture(end);
    }

    @SuppressWarnings("unchecked") // The interface promises the type of its listeners.
    private Doctor doctor() {
        return Stub.of(Doctor.class, Map.of("examine", arguments -> {
            checks.forEach((Consumer<Check>) arguments[1]);
            Cancellation.Registration _ = ((Cancellation) arguments[2]).onCancel(() -> diagnosis.cancel(true));
            return diagnosis.join();
        }));
    }

    private Nearby nearby() {
        return Stub.of(Nearby.class, Map.of("state", none -> nearbyState, "onState", arguments -> {
            Consumer<Nearby.State> listener = listener(arguments);
            nearbyListeners.add(listener);
            listener.accept(nearbyState);
            return null;
        }));
    }

    /** Says what the router does. */
    void reach(Reach.State next) {
        reachState = next;
        reachListeners.forEach(listener -> listener.accept(next));
    }

    private Reach reach() {
        return Stub.of(Reach.class, Map.of("state", none -> reachState, "onState", arguments -> {
            Consumer<Reach.State> listener = listener(arguments);
            reachListeners.add(listener);
            listener.accept(reachState);
            return null;
        }));
    }

    void happened(List<ShareEvent> all) {
        events = all;
        eventListeners.forEach(listener -> listener.accept(all.getLast()));
    }

    /** Shows no invitations but these, which are made in this order. */
    void invitations(Path beside, List<Function<AccessKey, Invitation>> all) throws IOException {
        Path folder = Files.createTempDirectory(beside, "invited-");
        invitations.show(invitations.open(new SharedFolder(folder, 0, ShareOptions.Permissions.ALL, false)));
        for (Function<AccessKey, Invitation> each : all) {
            invitations.make(each);
        }
    }

    /** Says whom the host has blocked, and who is paused or limited and not connected. */
    void blocked(List<BlockedGuest> guests, List<AwayGuest> next) {
        blocked = guests;
        away = next;
    }

    void protection(SharedProtection next) {
        protection = next;
    }

    private Shares shares() {
        List<ShareService> shown = new CopyOnWriteArrayList<>();
        Shares below = real.shares();
        return Stub.over(
                Shares.class,
                below,
                Map.of(
                        "add",
                        none -> {
                            if (nextShares.isEmpty()) {
                                return below.add();
                            }
                            ShareService share = share(nextShares.poll());
                            shown.add(share);
                            return share;
                        },
                        "open",
                        none -> {
                            List<ShareService> all = new ArrayList<>(below.open());
                            all.addAll(shown);
                            return all;
                        },
                        "remove",
                        arguments -> {
                            if (!shown.remove((ShareService) arguments[0])) {
                                below.remove((ShareService) arguments[0], (boolean) arguments[1]);
                            }
                            return null;
                        }));
    }

    private static ShareService share(ShareState state) {
        return Stub.of(ShareService.class, Map.of("state", none -> state, "onState", arguments -> {
            Consumer<ShareState> listener = listener(arguments);
            listener.accept(state);
            return null;
        }));
    }

    private HostService host() {
        Map<String, Function<Object[], ?>> answers = new HashMap<>(Map.of(
                "state",
                none -> hostState,
                "onState",
                arguments -> {
                    Consumer<HostState> listener = listener(arguments);
                    hostListeners.add(listener);
                    listener.accept(hostState);
                    return null;
                },
                "invitations",
                none -> invitations,
                "events",
                none -> events,
                "onEvent",
                arguments -> {
                    eventListeners.add(listener(arguments));
                    return null;
                },
                "log",
                none -> events.stream().map(LogEntry::of).toList(),
                "protection",
                none -> protection,
                "contents",
                none -> new HostService.Contents(1_248, 5_300_000_000L),
                "transferred",
                none -> transferred()));
        answers.put("blockedGuests", none -> blocked);
        answers.put("away", none -> away);
        return Stub.of(HostService.class, answers);
    }

    /** Returns bytes that grow with the time, at the speeds of the guests, while there are guests. */
    private HostService.Transferred transferred() {
        if (!(hostState instanceof HostState.On on) || on.guests().isEmpty()) {
            return new HostService.Transferred(0, 0);
        }
        double seconds = System.nanoTime() / 1e9;
        return new HostService.Transferred(
                (long) (11_400_000 * (seconds + Math.sin(seconds) / 4)), (long) (640_000 * seconds));
    }

    @SuppressWarnings("unchecked") // The interface promises the type of its listeners.
    private static <T> Consumer<T> listener(Object[] arguments) {
        return (Consumer<T>) arguments[0];
    }

    /** Returns a core with other parts of these types. A part that the core gets in the future needs no change here. */
    private static AppCore with(AppCore core, Map<Class<?>, Object> parts) {
        RecordComponent[] components = AppCore.class.getRecordComponents();
        try {
            Object[] values = new Object[components.length];
            for (int i = 0; i < values.length; i++) {
                Object part = parts.get(components[i].getType());
                values[i] = part == null ? components[i].getAccessor().invoke(core) : part;
            }
            Class<?>[] types =
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
            return AppCore.class.getDeclaredConstructor(types).newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        host(new HostState.Off());
        core.transfers().all(TransferService.Act.CANCEL);
        try {
            if (window != null) {
                // The window would ask if a transfer were active.
                window.await(
                        "Cancelling the transfers",
                        () -> core.transfers().snapshot().stream()
                                .noneMatch(transfer -> transfer.state().isActive()));
                window.settle();
                window.close();
            }
        } catch (Mismatch e) {
            throw new IOException(e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            real.close();
        }
    }
}
