package quayside.app.ui.host;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.application.Platform;
import quayside.app.core.files.FolderEvents;
import quayside.app.core.host.HostService;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.UiServices;

/**
 * Counts the files of the running share in the background: at the start, and again some time after entries of a folder
 * changed or guests did something. The pause is at least 20 times as long as the last counting took. JavaFX thread only.
 */
final class FolderCounter {
    private static final Duration MIN_PAUSE = Duration.ofSeconds(5);
    private static final int PAUSE_FACTOR = 20;

    private final HostModel model;
    private final HostService host;
    private final UiServices services;
    private final NewestOnly counts;
    private List<FolderEvents> watch = List.of();
    private boolean counting;
    private boolean stale;
    private Duration pause = MIN_PAUSE;

    FolderCounter(HostModel model, HostService host, UiServices services) {
        this.model = model;
        this.host = host;
        this.services = services;
        this.counts = new NewestOnly(services.background());
        services.background().whileOpen(this::endWatch);
    }

    /** Begins with a share that has started. */
    void begin(List<Path> folders) {
        end();
        watch = folders.stream()
                .map(each -> new FolderEvents(each, () -> Platform.runLater(this::changed)))
                .toList();
        // A folder that cannot be watched is counted again when guests change something.
        watch.forEach(each -> services.background().run(each::start, () -> {}, failed -> {}));
        count();
    }

    /** Forgets the share. */
    void end() {
        counts.cancel();
        endWatch();
        counting = false;
        stale = false;
        model.contents.set(Optional.empty());
    }

    private void endWatch() {
        watch.forEach(FolderEvents::close);
        watch = List.of();
    }

    /** Counts again after a pause. */
    void changed() {
        if (!watch.isEmpty() && !stale) {
            stale = true;
            planIfStale();
        }
    }

    private void planIfStale() {
        List<FolderEvents> share = watch;
        if (stale && !counting && !share.isEmpty()) {
            Runnable _ = services.background().after(pause, () -> {
                if (share.equals(watch) && stale && !counting) {
                    count();
                }
            });
        }
    }

    private void count() {
        stale = false;
        counting = true;
        long begun = System.nanoTime();
        counts.run(
                host::contents,
                counted -> {
                    model.contents.set(Optional.of(counted));
                    counted(begun);
                },
                failed -> counted(begun));
    }

    private void counted(long begun) {
        counting = false;
        Duration wanted = Duration.ofNanos(System.nanoTime() - begun).multipliedBy(PAUSE_FACTOR);
        pause = wanted.compareTo(MIN_PAUSE) > 0 ? wanted : MIN_PAUSE;
        planIfStale();
    }
}
