package quayside.app.ui.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.util.Duration;
import org.jspecify.annotations.Nullable;
import quayside.app.core.host.FolderWarning;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedFolder;
import quayside.app.core.settings.Settings;
import quayside.app.core.settings.SettingsStore;
import quayside.app.ui.kit.Kit;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.Sentences;
import quayside.server.Guest;
import quayside.server.ShareOptions;

/** What the host does, and what the running share reports, becomes the model. JavaFX thread only. */
final class HostController {
    private static final int ANY_PORT = 0;

    private final HostModel model;
    private final HostService host;
    private final SettingsStore settings;
    private final Kit kit;
    private final LongSupplier nanoTime;
    private final NewestOnly checks;
    private final Traffic traffic = new Traffic();
    private final Timeline ticker = new Timeline(new KeyFrame(Duration.seconds(1), event -> tick()));

    /** @param nanoTime monotonic */
    HostController(HostModel model, HostService host, SettingsStore settings, Kit kit, LongSupplier nanoTime) {
        this.model = model;
        this.host = host;
        this.settings = settings;
        this.kit = kit;
        this.nanoTime = nanoTime;
        this.checks = new NewestOnly(kit.background());
        ticker.setCycleCount(Animation.INDEFINITE);
    }

    /** Begins to follow the share. */
    void begin() {
        model.folder().set(settings.settings().hostFolder());
        Latest<HostState> states = new Latest<>(this::changed);
        host.onState(states::offer);
        // The list is read when it is shown: however fast events come, it is copied 30 times a second at most.
        Latest<HostService> events = new Latest<>(newest -> showLog());
        host.onEvent(event -> events.offer(host));
        showLog();
    }

    private void changed(HostState state) {
        boolean wasOn = model.state().get() instanceof HostState.On;
        model.state().set(state);
        switch (state) {
            case HostState.On on -> {
                if (!wasOn) {
                    started(on);
                }
                if (!on.addresses().contains(model.address().get())) {
                    model.address()
                            .set(on.addresses().isEmpty() ? "" : on.addresses().getFirst());
                }
                show(on.guests());
            }
            case HostState.Starting(Path folder) -> {
                model.folder().set(Optional.of(folder));
                ended();
            }
            case HostState.Stopping ignored -> ended();
            case HostState.Off ignored -> ended();
            case HostState.Failed failed -> {
                ended();
                findRemedy(failed.folder());
            }
        }
        showLog();
    }

    private void started(HostState.On on) {
        model.folder().set(Optional.of(on.folder()));
        HostService.Transferred totals = host.transferred();
        traffic.begin(totals.sent(), totals.received(), nanoTime.getAsLong());
        ticker.play();
        save(kept -> kept.withHostFolder(Optional.of(on.folder())));
    }

    private void ended() {
        ticker.stop();
        model.guests().clear();
        model.traffic().set(List.of());
        model.keyRevealed().set(false);
        model.address().set("");
        model.remedy().set(Optional.empty());
    }

    /** Once a second while the share runs. */
    void tick() {
        HostService.Transferred totals = host.transferred();
        traffic.add(totals.sent(), totals.received(), nanoTime.getAsLong());
        model.traffic().set(traffic.samples());
    }

    /** Changes only the rows that changed, so that what has the focus keeps it. */
    private void show(List<Guest> guests) {
        List<Guest> shown = model.guests();
        for (int i = 0; i < guests.size(); i++) {
            if (i == shown.size()) {
                shown.add(guests.get(i));
            } else if (!shown.get(i).equals(guests.get(i))) {
                shown.set(i, guests.get(i));
            }
        }
        shown.subList(guests.size(), shown.size()).clear();
    }

    private void showLog() {
        model.log().setAll(host.events().reversed());
        List<String> blocked = host.blocked();
        if (!model.blocked().equals(blocked)) {
            model.blocked().setAll(blocked);
        }
    }

    private void findRemedy(Path folder) {
        checks.run(
                cancellation -> Files.isDirectory(folder) && Files.isReadable(folder),
                readable -> model.remedy()
                        .set(Optional.of(readable ? HostModel.Remedy.OTHER_PORT : HostModel.Remedy.OTHER_FOLDER)),
                failed -> model.remedy().set(Optional.of(HostModel.Remedy.OTHER_FOLDER)));
    }

    /** Takes the folder to share from now on; a running share keeps its own. */
    void choose(Path folder) {
        model.folder().set(Optional.of(folder));
        model.warning().set(Optional.empty());
        if (model.state().get() instanceof HostState.Failed) {
            model.remedy().set(Optional.empty());
        }
    }

    /** Shares the folder, after the user's word where something speaks against it. Nothing where none is chosen. */
    void start() {
        model.folder()
                .get()
                .ifPresent(folder -> checks.run(
                        cancellation -> FolderWarning.of(folder),
                        warning -> {
                            model.warning().set(warning);
                            if (warning.isEmpty()) {
                                startAt(folder, settings.settings().hostPort());
                            }
                        },
                        failed -> kit.toasts().error(Sentences.of(failed))));
    }

    /** The user has read the warning. */
    void startAnyway() {
        model.warning().set(Optional.empty());
        model.folder()
                .get()
                .ifPresent(folder -> startAt(folder, settings.settings().hostPort()));
    }

    /** The user leaves the folder unshared. */
    void heedWarning() {
        checks.cancel();
        model.warning().set(Optional.empty());
    }

    /** After a failure: any port that is free. */
    void startOnFreePort() {
        model.folder().get().ifPresent(folder -> startAt(folder, ANY_PORT));
    }

    private void startAt(Path folder, int port) {
        Settings kept = settings.settings();
        host.start(new SharedFolder(folder, port, model.permissions().get(), kept.hostShowHidden()));
    }

    void stop() {
        checks.cancel();
        host.stop();
    }

    void permit(ShareOptions.Permissions permissions) {
        model.permissions().set(permissions);
        host.permissions(permissions);
    }

    void block(Guest guest) {
        host.block(guest.address());
    }

    void unblock(String source) {
        host.unblock(source);
    }

    void disconnect(Guest guest) {
        host.disconnect(guest.id());
    }

    /**
     * @param ownKey null for a new generated one
     * @param refused gets a sentence where the key cannot be used
     */
    void changeKey(@Nullable String ownKey, Runnable changed, Consumer<String> refused) {
        kit.background()
                .run(
                        cancellation -> host.changeKey(ownKey),
                        fault -> fault.ifPresentOrElse(refused, changed),
                        failed -> refused.accept(Sentences.of(failed)));
    }

    private void save(UnaryOperator<Settings> change) {
        kit.background().run(() -> settings.update(change), () -> {}, this::notSaved);
    }

    private void notSaved(Exception e) {
        if (e instanceof IOException) {
            kit.toasts().error(Sentences.of(e));
        }
    }
}
