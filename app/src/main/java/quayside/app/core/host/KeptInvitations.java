package quayside.app.core.host;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import quayside.app.core.settings.JsonFile;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Problem;
import quayside.app.core.text.Texts;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.Sentence;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.Invitation;
import quayside.server.session.Invitations;
import quayside.server.storage.NamedFolder;

/**
 * Keeps the invitations to the folders that are shared together in {@code invitations.json} of the configuration folder,
 * which only its owner can read. The file holds those to other folders too: an invitation to one folder must not admit
 * anybody to another, whatever their names are. An invitation to all folders of a share is for those that are shared
 * together with the first one. Programs that run at the same time do not undo each other's changes. Thread-safe; blocks on the disk.
 */
public final class KeptInvitations implements Invitations.Store {
    private static final Logger LOG = LoggerFactory.getLogger(KeptInvitations.class);
    private static final String NAME = "invitations.json";
    private static final int VERSION = 1;

    private final Path path;
    private final JsonFile<All> file;

    /** The folders that are shared, by their real paths, in order, and where each is in the share. */
    private Map<String, RemotePath> shared;

    /** The real paths that folders of the share had when they were last at their places. */
    private final Map<Path, String> known = new HashMap<>();

    /** The invitations as they are now: what the file held when it was last read or written. */
    private All held = new All(List.of(), true);

    private FileTime seen = FileTime.fromMillis(0);

    /** Why the last change could not be saved; empty if it was. What is {@link #held} counts then, not the file. */
    private Optional<IOException> unsaved = Optional.empty();

    /** Ends that could not be saved; those of other stores of this program, too. */
    private final Map<InvitationId, Invitation.End> unsavedEnds;

    /** What was said of the file until it could be saved again. */
    private Optional<String> overcome = Optional.empty();

    /**
     * @param share the real path of the shared folder
     * @param isForAll whether it is for all folders that are shared with this one as the first
     * @param invitation its folder is below {@code share}
     */
    private record Kept(String share, boolean isForAll, Invitation invitation) {}

    /** The content of the file; {@code whole} unless an entry could not be read. */
    private record All(List<Kept> entries, boolean whole) {}

    /** Opens the invitations to {@code folder}, which must exist. */
    public KeptInvitations(Path configFolder, Path folder) throws IOException {
        this(configFolder, folder, new ConcurrentHashMap<>());
    }

    private KeptInvitations(Path configFolder, Path folder, Map<InvitationId, Invitation.End> unsavedEnds)
            throws IOException {
        this.unsavedEnds = unsavedEnds;
        this.path = configFolder.resolve(NAME);
        this.file = new JsonFile<>(path, KeptInvitations::read, KeptInvitations::write, All::whole);
        this.shared = Map.of(folder.toRealPath().toString(), RemotePath.root());
    }

    /**
     * Opens the invitations to a share, whose first folder must exist. An invitation of several is for one of them, or for a
     * folder below, or for all.
     */
    public KeptInvitations(Path configFolder, SharedFolder share) throws IOException {
        this(configFolder, share, new ConcurrentHashMap<>());
    }

    /** @param unsavedEnds thread-safe; the stores that have it obey the ends that one of them could not save */
    KeptInvitations(Path configFolder, SharedFolder share, Map<InvitationId, Invitation.End> unsavedEnds)
            throws IOException {
        this(configFolder, share.folder(), unsavedEnds);
        if (!share.folders().isEmpty()) {
            this.shared = places(share.folders());
        }
    }

    private Map<String, RemotePath> places(List<NamedFolder> folders) throws IOException {
        Map<String, RemotePath> places = new LinkedHashMap<>();
        for (NamedFolder each : folders) {
            places.put(place(each.folder()), RemotePath.parse(each.name()));
        }
        return places;
    }

    /** Returns the real path of a folder; if it is away, such as one of an unplugged disk, that which it had. */
    private String place(Path folder) {
        try {
            String real = folder.toRealPath().toString();
            known.put(folder, real);
            return real;
        } catch (IOException e) {
            return known.getOrDefault(
                    folder, folder.toAbsolutePath().normalize().toString());
        }
    }

    /** Uses the paths that invitations have in another share, as if it were opened anew. */
    public synchronized void open(List<NamedFolder> folders) throws IOException {
        shared = places(folders);
    }

    /**
     * Uses the paths that invitations have among {@code folders} of the same share from now on; {@link
     * Invitations#refresh} then tells everybody. Those to all folders stay such if the first one is no longer shared.
     */
    public synchronized void share(List<NamedFolder> folders) throws IOException {
        Map<String, RemotePath> next = places(folders);
        String before = first();
        shared = next;
        String now = first();
        if (!now.equals(before)) {
            store(all -> new All(
                    all.entries().stream()
                            .map(each -> each.isForAll() && each.share().equals(before)
                                    ? new Kept(now, true, each.invitation())
                                    : each)
                            .toList(),
                    true));
        }
    }

    private String first() {
        return shared.keySet().iterator().next();
    }

    /** Changes the file, or only what is {@link #held} if it cannot be saved. */
    private void store(UnaryOperator<All> change) {
        // What could not be saved counts more than the file: nothing that was revoked becomes valid again.
        List<Kept> own = unsaved.isPresent()
                ? held.entries().stream()
                        .filter(each -> shown(each).isPresent())
                        .toList()
                : List.of();
        // What another program writes meanwhile is noticed later, at the price of reading once what this one has
        // written.
        FileTime before = modified();
        try {
            file.change(held, kept -> change.apply(ended(merged(own, kept))), after -> held = after);
            overcome = unsaved.isPresent() ? file.notice() : overcome;
            unsaved = Optional.empty();
        } catch (IOException e) {
            LOG.warn("The invitations could not be saved; the change is lost when the program ends.", e);
            unsaved = Optional.of(e);
            held.entries().stream()
                    .map(Kept::invitation)
                    .forEach(each -> each.ended().ifPresent(end -> unsavedEnds.put(each.id(), end)));
        }
        seen = before;
    }

    @Override
    public synchronized List<Invitation> change(UnaryOperator<List<Invitation>> change) {
        store(before -> with(before, change.apply(mine(before))));
        return mine(held);
    }

    /** Returns what the file holds with {@code held}, of which what has ended in the file has ended, too. */
    private static All merged(List<Kept> held, All kept) {
        if (held.isEmpty()) {
            return kept;
        }
        Map<String, Kept> all = new LinkedHashMap<>();
        held.forEach(each -> all.put(each.invitation().id().reveal(), each));
        kept.entries()
                .forEach(each -> all.merge(
                        each.invitation().id().reveal(),
                        each,
                        (mine, other) -> mine.invitation().ended().isEmpty()
                                        && other.invitation().ended().isPresent()
                                ? other
                                : mine));
        return new All(List.copyOf(all.values()), kept.whole());
    }

    private All ended(All all) {
        return new All(
                all.entries().stream()
                        .map(each -> {
                            Invitation invitation = each.invitation();
                            Invitation.End end = unsavedEnds.get(invitation.id());
                            return end == null || invitation.ended().isPresent()
                                    ? each
                                    : new Kept(each.share(), each.isForAll(), invitation.ended(end));
                        })
                        .toList(),
                all.whole());
    }

    /** Returns a sentence for the host if the last change was not saved, or the file was damaged. */
    public synchronized Optional<String> notice() {
        return unsaved.map(why -> Texts.words(Sentence.of(
                        AppReason.INVITATIONS_NOT_KEPT, Problem.of(why).sentence())))
                .or(() -> file.notice().filter(notice -> !overcome.equals(Optional.of(notice))));
    }

    /** Throws, with a plain sentence, if the last change was not saved. */
    public synchronized void requireSaved() throws IOException {
        if (unsaved.isPresent()) {
            IOException cause = unsaved.get();
            throw new ProtocolException(
                    AppReason.INVITATIONS_NOT_KEPT, cause, Problem.of(cause).sentence());
        }
    }

    /** Returns whether another program may have changed the file since it was last read. */
    public synchronized boolean isChanged() {
        return !seen.equals(modified());
    }

    private FileTime modified() {
        try {
            return Files.getLastModifiedTime(path);
        } catch (IOException e) {
            return FileTime.fromMillis(0);
        }
    }

    private List<Invitation> mine(All all) {
        return all.entries().stream().map(this::shown).flatMap(Optional::stream).toList();
    }

    /** Returns an invitation with the path that its folder has in the share; empty if it is for another share. */
    private Optional<Invitation> shown(Kept kept) {
        RemotePath top = shared.get(kept.share());
        if (top == null) {
            return Optional.empty();
        }
        Invitation invitation = kept.invitation();
        if (top.isRoot()) {
            return Optional.of(invitation);
        }
        if (kept.isForAll()) {
            return kept.share().equals(first()) ? Optional.of(invitation) : Optional.empty();
        }
        try {
            return Optional.of(invitation.in(invitation.folder().within(top.name())));
        } catch (ProtocolException e) {
            // Its folder is too deep below a name.
            return Optional.empty();
        }
    }

    /** Returns an invitation as it is kept, whatever name its folder has. */
    private Kept kept(Invitation invitation, All before) {
        RemotePath path = invitation.folder();
        if (shared.containsValue(RemotePath.root())) {
            boolean isForAll = before.entries().stream()
                    .anyMatch(each -> each.isForAll() && each.invitation().id().equals(invitation.id()));
            return new Kept(first(), isForAll, invitation);
        }
        if (path.isRoot()) {
            return new Kept(first(), true, invitation);
        }
        for (Map.Entry<String, RemotePath> each : shared.entrySet()) {
            if (path.startsWith(each.getValue())) {
                return new Kept(each.getKey(), false, invitation.in(path.tail()));
            }
        }
        throw new IllegalArgumentException("the folder of the invitation is not shared");
    }

    private All with(All all, List<Invitation> mine) {
        return new All(
                Stream.concat(
                                all.entries().stream()
                                        .filter(each -> shown(each).isEmpty()),
                                mine.stream().map(each -> kept(each, all)))
                        .toList(),
                true);
    }

    private static All read(JsonObject json) {
        if (json.get("version").getAsInt() != VERSION) {
            throw new IllegalArgumentException("another version");
        }
        List<Kept> entries = new ArrayList<>();
        boolean whole = true;
        for (JsonElement each : json.getAsJsonArray("invitations")) {
            try {
                entries.add(read(each));
            } catch (RuntimeException | ProtocolException e) {
                // Each part throws its own exception; a damaged entry costs only itself.
                whole = false;
            }
        }
        return new All(List.copyOf(entries), whole);
    }

    private static Kept read(JsonElement entry) throws ProtocolException {
        JsonObject json = entry.getAsJsonObject();
        Optional<Invitation.End> ended = json.has("ended")
                ? Optional.of(new Invitation.End(
                        constant(Invitation.Why.class, json.get("ended")),
                        Instant.parse(json.get("endedAt").getAsString())))
                : Optional.empty();
        return new Kept(
                json.get("share").getAsString(),
                json.has("all") && json.get("all").getAsBoolean(),
                new Invitation(
                        AccessKey.of(json.get("key").getAsString()),
                        json.get("name").getAsString(),
                        constant(Invitation.Rights.class, json.get("may")),
                        RemotePath.parse(json.get("folder").getAsString()),
                        json.has("until")
                                ? Optional.of(Instant.parse(json.get("until").getAsString()))
                                : Optional.empty(),
                        json.has("downloads")
                                ? OptionalLong.of(json.get("downloads").getAsLong())
                                : OptionalLong.empty(),
                        ended));
    }

    private static <E extends Enum<E>> E constant(Class<E> type, JsonElement json) {
        return Enum.valueOf(type, json.getAsString().toUpperCase(Locale.ROOT));
    }

    private static JsonObject write(All all) {
        JsonArray entries = new JsonArray();
        for (Kept each : all.entries()) {
            Invitation invitation = each.invitation();
            JsonObject json = new JsonObject();
            json.addProperty("share", each.share());
            if (each.isForAll()) {
                json.addProperty("all", true);
            }
            json.addProperty("name", invitation.name());
            json.addProperty("key", invitation.key().reveal());
            json.addProperty("may", invitation.rights().name().toLowerCase(Locale.ROOT));
            json.addProperty("folder", invitation.folder().toString());
            invitation.ends().ifPresent(at -> json.addProperty("until", at.toString()));
            invitation.downloads().ifPresent(left -> json.addProperty("downloads", left));
            invitation.ended().ifPresent(end -> {
                json.addProperty("ended", end.why().name().toLowerCase(Locale.ROOT));
                json.addProperty("endedAt", end.at().toString());
            });
            entries.add(json);
        }
        JsonObject json = new JsonObject();
        json.addProperty("version", VERSION);
        json.add("invitations", entries);
        return json;
    }
}
