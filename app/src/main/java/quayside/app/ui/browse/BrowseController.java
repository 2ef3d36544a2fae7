package quayside.app.ui.browse;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import quayside.app.core.text.Texts;
import quayside.app.ui.browse.FileSource.Item;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.NewestOnly;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.client.connection.Cancellation;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Omitted;

/** Where a pane is and what it lists. Called on the JavaFX thread; what blocks runs in the background. */
final class BrowseController<P> {
    private final BrowseModel<P> model;
    private final UiServices services;
    private final NewestOnly listings;
    private final NewestOnly arrangements;
    private final AtomicReference<Arrangement> wantedArrangement = new AtomicReference<>(Arrangement.STANDARD);
    private @Nullable FileSource<P> source;
    private long jobs;
    private boolean reading;
    private boolean readAgain;
    private Set<String> wantedAgain = Set.of();

    BrowseController(BrowseModel<P> model, UiServices services) {
        this.model = model;
        this.services = services;
        listings = new NewestOnly(services.background());
        arrangements = new NewestOnly(services.background());
    }

    void attach(FileSource<P> newSource, P start) {
        source = newSource;
        model.rights.set(newSource.rights());
        services.background().run(cancellation -> newSource.places(), places -> showPlaces(newSource, places), e -> {});
        open(start);
    }

    void detach() {
        listings.cancel();
        arrangements.cancel();
        jobs++;
        reading = false;
        source = null;
        model.places.set(List.of());
        model.show(null, List.of());
        model.listing.set(BrowseModel.NOTHING);
        model.busy.set("");
    }

    Optional<FileSource<P>> source() {
        return Optional.ofNullable(source);
    }

    /** Asks again what may be done here. */
    void rightsChanged() {
        source().ifPresent(present -> model.rights.set(present.rights()));
    }

    void open(P folder) {
        filter("");
        load(folder, false);
    }

    /** Opens the folder that holds this one, which is then selected there. */
    void up() {
        P here = model.folder.get();
        if (source == null || here == null) {
            return;
        }
        List<P> trail = model.trail.get();
        if (trail.size() > 1) {
            String name = source.name(here);
            open(trail.get(trail.size() - 2));
            model.want(Set.of(name));
        }
    }

    /** Reads the same folder again; selection and place stay. */
    void refresh() {
        P here = model.folder.get();
        if (reading) {
            // The reading under way may have passed what changed; cancelling it each time could starve it.
            readAgain = true;
        } else if (source != null && here != null) {
            model.rights.set(source.rights());
            // After an error there is nothing to keep.
            load(here, model.listing.get().complete());
        }
    }

    /** Reads it again if it is still the folder shown, and then selects {@code names}. */
    void refresh(P folder, Set<String> names) {
        if (folder.equals(model.folder.get())) {
            if (reading) {
                wantedAgain = names;
            } else {
                model.want(names);
            }
            refresh();
        }
    }

    void sort(Arrangement.SortBy column, boolean ascending) {
        arrange(model.arrangement.get().withOrder(column, ascending));
    }

    void filter(String text) {
        arrange(model.arrangement.get().withFilter(text));
    }

    /** The items that {@code rows} of the folder shown stand for; a name that cannot be addressed here is left out. */
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
        readAgain = false;
        if (!keepRows) {
            model.want(Set.of());
            model.show(folder, trailTo(from, folder));
            model.listing.set(new Listing(
                    job, List.of(), List.of(), model.arrangement.get(), false, null, OptionalLong.empty(), 0));
        }
        Latest<Listing> latest = new Latest<>(this::show);
        Lister<P> lister = new Lister<>(job, from, folder, keepRows, wantedArrangement::get, latest::offer);
        listings.run(
                cancellation -> {
                    lister.read(cancellation);
                    return true;
                },
                ignored -> {},
                e -> {});
    }

    private void show(Listing listing) {
        if (listing.job() != jobs) {
            return;
        }
        model.listing.set(listing);
        reading = !listing.complete() && listing.fault() == null;
        if (!reading && readAgain) {
            model.want(wantedAgain);
            wantedAgain = Set.of();
            refresh();
        }
        if (!listing.arrangement().equals(model.arrangement.get())) {
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
        arrangements.run(
                cancellation -> wanted.arrange(before.all()),
                shown -> {
                    Listing now = model.listing.get();
                    if (isSame(now, before)) {
                        model.listing.set(new Listing(
                                now.job(),
                                now.all(),
                                shown,
                                wanted,
                                now.complete(),
                                now.fault(),
                                now.freeBytes(),
                                now.notShown()));
                    }
                },
                e -> {});
    }

    private static boolean isSame(Listing a, Listing b) {
        return a.job() == b.job() && a.all().size() == b.all().size() && a.complete() == b.complete();
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
     * Reads one folder on a worker thread. The first page is handed over at once; after that each snapshot is a quarter
     * larger than the one before, so that sorting a folder of any size costs a few times what sorting it once does.
     */
    private static final class Lister<P> {
        private final long job;
        private final FileSource<P> source;
        private final P folder;
        private final boolean wholeOnly;
        private final Supplier<Arrangement> arrangement;
        private final Consumer<Listing> snapshots;
        private final List<Row> rows = new ArrayList<>();
        private int handedOver;

        /**
         * A reader of {@code folder}.
         *
         * @param wholeOnly nothing is handed over before the end: a refresh must not flicker
         * @param arrangement the one wanted at that moment; asked on the worker thread
         */
        Lister(
                long job,
                FileSource<P> source,
                P folder,
                boolean wholeOnly,
                Supplier<Arrangement> arrangement,
                Consumer<Listing> snapshots) {
            this.job = job;
            this.source = source;
            this.folder = folder;
            this.wholeOnly = wholeOnly;
            this.arrangement = arrangement;
            this.snapshots = snapshots;
        }

        /** Blocks until the folder is read, fails or is cancelled; the last snapshot is complete or has a fault. */
        void read(Cancellation cancellation) {
            try {
                Omitted omitted = source.list(folder, this::page, cancellation);
                handOver(true, null, freeBytes(), omitted.total());
            } catch (IOException | RuntimeException e) {
                if (!cancellation.isCancelled()) {
                    handOver(false, Texts.problem(e), OptionalLong.empty(), 0);
                }
            }
        }

        private void page(List<Entry> entries) {
            entries.forEach(entry -> rows.add(Row.of(entry)));
            if (!wholeOnly && rows.size() > handedOver + handedOver / 4) {
                handOver(false, null, OptionalLong.empty(), 0);
            }
        }

        private void handOver(boolean complete, @Nullable String fault, OptionalLong freeBytes, long notShown) {
            handedOver = rows.size();
            Arrangement wanted = arrangement.get();
            snapshots.accept(new Listing(
                    job, List.copyOf(rows), wanted.arrange(rows), wanted, complete, fault, freeBytes, notShown));
        }

        private OptionalLong freeBytes() {
            try {
                return source.freeBytes(folder);
            } catch (IOException e) {
                // The status line goes without it.
                return OptionalLong.empty();
            }
        }
    }
}
