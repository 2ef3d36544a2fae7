package quayside.app.ui.browse;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;

/**
 * Controls the folder that a pane shows and its listing. Called on the JavaFX thread; blocking work runs in the
 * background.
 */
final class BrowseController<P> {
    private final BrowseModel<P> model;
    private final UiServices services;
    private final NewestOnly listings;
    private final NewestOnly arrivals;
    private final NewestOnly arrangements;
    private final AtomicReference<Arrangement> wantedArrangement = new AtomicReference<>(Arrangement.STANDARD);
    private @Nullable FileSource<P> source;
    private long jobs;
    private boolean reading;
    private boolean showsAccess;
    private Optional<FileSource.Watch> watch = Optional.empty();
    private Instant readAt = Instant.EPOCH;
    private Consumer<P> onPlace = folder -> {};

    /** The names to select after another reading of the same folder; null if none is to follow the present one. */
    private @Nullable Set<String> readAgain;

    BrowseController(BrowseModel<P> model, UiServices services) {
        this.model = model;
        this.services = services;
        listings = new NewestOnly(services.background());
        arrivals = new NewestOnly(services.background());
        arrangements = new NewestOnly(services.background());
    }

    void attach(FileSource<P> newSource, P start) {
        source = newSource;
        model.rights.set(newSource.rights());
        model.back.clear();
        model.forward.clear();
        services.background().run(cancellation -> newSource.places(), places -> showPlaces(newSource, places), e -> {});
        go(start);
    }

    void detach() {
        listings.cancel();
        arrivals.cancel();
        arrangements.cancel();
        jobs++;
        reading = false;
        source = null;
        endWatch();
        model.back.clear();
        model.forward.clear();
        model.places.set(List.of());
        model.show(null, List.of());
        present(BrowseModel.NOTHING);
        model.busy.set("");
    }

    Optional<FileSource<P>> source() {
        return Optional.ofNullable(source);
    }

    /** Updates the user's rights on the shown files. */
    void rightsChanged() {
        source().ifPresent(present -> {
            boolean saw = model.rights.get().see();
            P here = model.folder.get();
            model.rights.set(here == null ? present.rights() : present.rights(here));
            if (saw != model.rights.get().see() && here != null) {
                // What was listed is not shown any more, or nothing was listed yet.
                load(here, false);
            }
        });
    }

    /** Opens a folder; {@link #back} returns from it. */
    void open(P folder) {
        P here = model.folder.get();
        if (here != null && !here.equals(folder)) {
            model.visited(here);
        }
        go(folder);
    }

    private void go(P folder) {
        filter("");
        load(folder, false);
    }

    /** Opens the folder that was shown before this one. */
    void back() {
        returnTo(model.back, model.forward);
    }

    /** Opens the folder from which {@link #back} returned. */
    void forward() {
        returnTo(model.forward, model.back);
    }

    private void returnTo(ObservableList<P> from, ObservableList<P> to) {
        P here = model.folder.get();
        if (source == null || here == null || from.isEmpty()) {
            return;
        }
        P next = from.removeLast();
        to.addLast(here);
        go(next);
        if (source.parent(here).filter(next::equals).isPresent()) {
            model.selectWhenListed(Set.of(source.name(here)));
        }
    }

    /** Opens the parent folder and selects this folder there. */
    void up() {
        P here = model.folder.get();
        if (source == null || here == null) {
            return;
        }
        List<P> trail = model.trail.get();
        if (trail.size() > 1) {
            String name = source.name(here);
            open(trail.get(trail.size() - 2));
            model.selectWhenListed(Set.of(name));
        }
    }

    /** Reads the same folder again; selection and scroll position stay. */
    void refresh() {
        P here = model.folder.get();
        if (reading) {
            // The reading under way may already have passed the change. Cancelling it on each refresh could starve it.
            readAgain = readAgain == null ? Set.of() : readAgain;
        } else if (source != null && here != null) {
            model.rights.set(source.rights(here));
            // After an error there are no rows to keep.
            load(here, model.listing.get().complete());
        }
    }

    /** Reads the owners and permissions of entries from now on, or no longer. */
    void showAccess(boolean shown) {
        if (shown != showsAccess) {
            showsAccess = shown;
            if (shown) {
                refresh();
            }
        }
    }

    void onPlace(Consumer<P> listener) {
        onPlace = listener;
    }

    /** Selects these names once the shown folder has been read, which may have to be done again. */
    void select(Set<String> names) {
        model.selectWhenListed(names);
        if (!reading) {
            refresh();
        }
    }

    /** Reads {@code folder} again if it is still shown, and then selects {@code names}. */
    void refresh(P folder, Set<String> names) {
        if (folder.equals(model.folder.get())) {
            if (reading) {
                readAgain = names;
            } else {
                model.selectWhenListed(names);
            }
            refresh();
        }
    }

    /** Reads the shown folder again if it was read longer ago than {@code age}. */
    void refreshIfOlder(Duration age) {
        if (!reading && readAt.plus(age).isBefore(services.clock().instant())) {
            refresh();
        }
    }

    /** Ends the watch of the shown folder. */
    void endWatch() {
        watch.ifPresent(FileSource.Watch::close);
        watch = Optional.empty();
    }

    private void watch(FileSource<P> from, P folder) {
        endWatch();
        watch = from.watch(folder, () -> Platform.runLater(() -> changedByOthers(from, folder)));
    }

    private static void start(FileSource.Watch watch) {
        try {
            watch.start();
        } catch (IOException e) {
            // A folder that cannot be watched is read again when the window is used again, or by the user.
        }
    }

    private void changedByOthers(FileSource<P> from, P folder) {
        if (source().filter(from::equals).isPresent() && folder.equals(model.folder.get())) {
            refresh();
        }
    }

    void sort(Arrangement.SortBy column, boolean ascending) {
        arrange(model.arrangement.get().withOrder(column, ascending));
    }

    void filter(String text) {
        arrange(model.arrangement.get().withFilter(text));
    }

    /**
     * Returns the items for {@code rows} of the shown folder. A name that cannot be addressed here is left out, with an
     * error message.
     */
    List<Item<P>> items(List<Row> rows) {
        List<Item<P>> items = new ArrayList<>();
        P here = model.folder.get();
        if (source == null || here == null) {
            return items;
        }
        for (Row row : rows) {
            try {
                items.add(new Item<>(source.child(here, row.entry().name()), row.entry()));
            } catch (IOException e) {
                services.toasts().error(Texts.problem(e));
            }
        }
        return items;
    }

    private void load(P folder, boolean keepRows) {
        FileSource<P> from = source;
        if (from == null) {
            return;
        }
        long job = ++jobs;
        reading = true;
        readAgain = null;
        readAt = services.clock().instant();
        if (!keepRows) {
            watch(from, folder);
            model.selectWhenListed(Set.of());
            model.show(folder, trailTo(from, folder));
            model.rights.set(from.rights(folder));
            present(Listing.begun(job, model.arrangement.get()));
        }
        Optional<FileSource.Watch> unstarted = keepRows ? Optional.empty() : watch;
        Latest<Listing> latest = new Latest<>(this::arrived);
        Lister<P> lister =
                new Lister<>(job, from, folder, keepRows, showsAccess, wantedArrangement::get, latest::offer);
        listings.run(
                cancellation -> {
                    // Watched before it is read, so that no change is missed in between.
                    unstarted.ifPresent(BrowseController::start);
                    lister.read(cancellation);
                    return true;
                },
                ignored -> {},
                e -> {});
    }

    /** Shows a listing as soon as a worker has compared it with the one that is shown. */
    private void arrived(Listing next) {
        if (next.job() != jobs) {
            return;
        }
        arrivals.cancel();
        Listing before = model.listing.get();
        if (RowMap.isQuick(before, next)) {
            present(next);
            read(before, next);
            return;
        }
        Set<String> names = model.namesToSelect();
        arrivals.run(
                cancellation -> new RowMap(before, next, names),
                map -> {
                    if (next.job() == jobs && isCurrent(before, next, map)) {
                        model.show(next, map);
                        read(before, next);
                    } else {
                        arrived(next);
                    }
                },
                e -> {});
    }

    /** Shows a listing at once, which has few rows. */
    private void present(Listing next) {
        model.show(next, new RowMap(model.listing.get(), next, model.namesToSelect()));
    }

    /** Returns whether the pane still is as it was when the listings were compared. */
    @SuppressWarnings("ReferenceEquality") // Each change is another listing.
    private boolean isCurrent(Listing before, Listing next, RowMap map) {
        return model.listing.get() == before
                && RowMap.wanted(next, model.namesToSelect()).equals(map.wanted());
    }

    /** Continues after a part of the folder, or all of it, has been read and is shown. */
    private void read(Listing before, Listing now) {
        P here = model.folder.get();
        boolean isNew = now.complete() && !before.complete();
        reading = !now.complete() && now.fault() == null;
        if (isNew && here != null) {
            onPlace.accept(here);
        }
        if (!reading && readAgain != null) {
            model.selectWhenListed(readAgain);
            refresh();
        }
        if (!now.arrangement().equals(model.arrangement.get())) {
            rearrange();
        }
    }

    private void arrange(Arrangement wanted) {
        if (!wanted.equals(model.arrangement.get())) {
            wantedArrangement.set(wanted);
            model.arrangement.set(wanted);
            rearrange();
        }
    }

    private void rearrange() {
        Listing before = model.listing.get();
        Arrangement wanted = model.arrangement.get();
        Set<String> names = model.namesToSelect();
        arrangements.run(
                cancellation -> {
                    Listing next = before.arranged(wanted);
                    RowMap map = new RowMap(before, next, names);
                    return (Runnable) () -> {
                        if (isCurrent(before, next, map)) {
                            model.show(next, map);
                        } else if (!model.listing.get().arrangement().equals(wanted)) {
                            rearrange();
                        }
                    };
                },
                Runnable::run,
                e -> {});
    }

    private void showPlaces(FileSource<P> from, List<P> places) {
        if (source().filter(from::equals).isPresent()) {
            model.places.set(places);
        }
    }

    private static <P> List<P> trailTo(FileSource<P> source, P folder) {
        List<P> trail = new ArrayList<>();
        Optional<P> next = Optional.of(folder);
        while (next.isPresent()) {
            trail.addFirst(next.get());
            next = source.parent(next.get());
        }
        return List.copyOf(trail);
    }

    /**
     * Reads one folder on a worker thread. The first page is delivered at once. After that each snapshot is a quarter
     * larger than the one before, so that sorting during the reading costs only a few times as much as sorting once.
     */
    private static final class Lister<P> {
        private final long job;
        private final FileSource<P> source;
        private final P folder;
        private final boolean wholeOnly;
        private final boolean withAccess;
        private final Supplier<Arrangement> arrangement;
        private final Consumer<Listing> snapshots;
        private final List<Row> rows = new ArrayList<>();
        private int delivered;
        private long unwanted;

        /**
         * Makes a reader of {@code folder}.
         *
         * @param wholeOnly delivers nothing before the end, so that a refresh does not flicker
         * @param withAccess reads owners and permissions, too
         * @param arrangement supplies the arrangement that is wanted at that moment; called on the worker thread
         */
        Lister(
                long job,
                FileSource<P> source,
                P folder,
                boolean wholeOnly,
                boolean withAccess,
                Supplier<Arrangement> arrangement,
                Consumer<Listing> snapshots) {
            this.job = job;
            this.source = source;
            this.folder = folder;
            this.wholeOnly = wholeOnly;
            this.withAccess = withAccess;
            this.arrangement = arrangement;
            this.snapshots = snapshots;
        }

        /** Blocks until the folder is read, fails or is cancelled. The last snapshot is complete or has a fault. */
        void read(Cancellation cancellation) {
            try {
                Omitted omitted = source.list(folder, this::page, cancellation);
                deliver(true, null, freeBytes(), omitted.plus(new Omitted(0, 0, 0, unwanted)));
            } catch (IOException | RuntimeException e) {
                if (!cancellation.isCancelled()) {
                    deliver(false, Texts.problem(e), OptionalLong.empty(), Omitted.NONE);
                }
            }
        }

        private void page(List<Entry> entries) {
            for (Entry entry : entries) {
                if (source.shows(entry)) {
                    FileSource.Access access = withAccess ? source.access(folder, entry) : FileSource.Access.UNKNOWN;
                    rows.add(Row.of(rows.size(), entry, access));
                } else {
                    unwanted++;
                }
            }
            if (!wholeOnly && rows.size() > delivered + delivered / 4) {
                deliver(false, null, OptionalLong.empty(), Omitted.NONE);
            }
        }

        private void deliver(boolean complete, @Nullable String fault, OptionalLong freeBytes, Omitted omitted) {
            delivered = rows.size();
            Arrangement wanted = arrangement.get();
            List<Row> all = List.copyOf(rows);
            snapshots.accept(new Listing(
                    job,
                    all,
                    Listing.Counts.of(all),
                    wanted.arrange(all),
                    wanted,
                    complete,
                    fault,
                    freeBytes,
                    omitted,
                    unwanted));
        }

        private OptionalLong freeBytes() {
            try {
                return source.freeBytes(folder);
            } catch (IOException e) {
                // The status line does not show the free space then.
                return OptionalLong.empty();
            }
        }
    }
}
