package quayside.app.core.settings;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.Fingerprint;
import quayside.protocol.message.RemotePath;
import quayside.protocol.wire.ProtocolException;

/**
 * The shares opened before, the last used first, at most {@value #MAX_SERVERS} ({@code saved-servers.json}).
 * Thread-safe. Every change blocks on the disk for a moment, and keeps the changes that other programs have saved.
 */
public final class SavedServers {
    private static final int MAX_SERVERS = 50;
    private static final String SERVERS = "servers";

    private final JsonFile<Saved> file;
    private final InstantSource clock;
    private List<SavedServer> servers;

    /** The content of the file; {@code whole} unless an entry could not be read. */
    private record Saved(List<SavedServer> servers, boolean whole) {}

    private SavedServers(JsonFile<Saved> file, InstantSource clock) {
        this.file = file;
        this.clock = clock;
        this.servers = file.read().map(Saved::servers).orElse(List.of());
    }

    /** Opens the servers saved in {@code configFolder}. */
    public static SavedServers open(Path configFolder, InstantSource clock) {
        return new SavedServers(
                new JsonFile<>(
                        configFolder.resolve("saved-servers.json"),
                        SavedServers::read,
                        SavedServers::write,
                        Saved::whole),
                clock);
    }

    /** Returns a plain sentence if the file was damaged or unreadable. The entries that can be read stay. */
    public synchronized Optional<String> notice() {
        return file.notice();
    }

    /** Returns the saved servers, the last used first. */
    public synchronized List<SavedServer> list() {
        return servers;
    }

    /** Returns the server with the user's name {@code name}. */
    public synchronized Optional<SavedServer> named(String name) {
        return servers.stream().filter(server -> server.name().equals(name)).findFirst();
    }

    /**
     * Puts the share just opened at the top. A share with a known address and identity keeps its name. Another server at
     * that address is a share of its own, unless {@link #move} has said that it is the same. A new share whose name is
     * taken gets its address appended, and one whose name could be taken for an address is named by its own address.
     *
     * @throws IOException if it could not be saved; it is still known until the program ends
     */
    public synchronized void used(String shareName, ShareLink link, Fingerprint proved) throws IOException {
        Instant now = clock.instant();
        change(before -> {
            String invitation = link.invitationTag();
            ShareLink there = ShareLink.of(link.host(), link.port(), proved).by(invitation);
            Optional<SavedServer> old =
                    before.stream().filter(server -> isAt(server, there)).findFirst();
            String usual = SavedName.isUsable(shareName) ? shareName : link.address();
            String fresh = free(before, usual, link.address());
            List<SavedServer> next = new ArrayList<>(before);
            old.ifPresent(next::remove);
            next.addFirst(new SavedServer(
                    old.map(SavedServer::name).orElse(fresh),
                    link.host(),
                    link.port(),
                    Optional.of(proved),
                    now,
                    old.map(SavedServer::folders).orElse(SavedServer.Folders.NONE),
                    invitation));
            return next.size() > MAX_SERVERS ? next.subList(0, MAX_SERVERS) : next;
        });
    }

    /**
     * Renames a saved server. Does nothing if it is not saved, or if the name is another's or could be taken for an
     * address.
     */
    public synchronized void rename(SavedServer server, String name) throws IOException {
        String wanted = name.strip();
        if (!SavedName.isUsable(wanted)) {
            return;
        }
        change(before -> {
            List<SavedServer> next = new ArrayList<>(before);
            if (!isTaken(before, wanted)) {
                next.replaceAll(each -> isAt(each, server.link()) ? each.withName(wanted) : each);
            }
            return next;
        });
    }

    /**
     * Changes the address of a saved server, or its identity, if the user trusts the new one. It is still the same
     * server. Replaces another one that is saved with these.
     */
    public synchronized void move(SavedServer server, ShareLink to) throws IOException {
        ShareLink there = to.by(server.invitation());
        change(before -> before.stream()
                .filter(each -> isAt(each, server.link()) || !isAt(each, there))
                .map(each -> isAt(each, server.link())
                        ? new SavedServer(
                                each.name(),
                                to.host(),
                                to.port(),
                                to.id().or(each::id),
                                each.lastUsed(),
                                each.folders(),
                                each.invitation())
                        : each)
                .toList());
    }

    /** Returns the saved server to which {@code link} leads; of several at its address, the last used. */
    public synchronized Optional<SavedServer> at(ShareLink link) {
        return servers.stream().filter(server -> isAt(server, link)).findFirst();
    }

    /**
     * Keeps where the user is in a share; does nothing if it is not saved.
     *
     * @param folders asked during the change, so that of several changes the last one holds
     */
    public synchronized void at(ShareLink link, Supplier<SavedServer.Folders> folders) throws IOException {
        change(before -> before.stream()
                .map(each -> isAt(each, link) ? each.withFolders(folders.get()) : each)
                .toList());
    }

    public synchronized void forget(SavedServer server) throws IOException {
        change(before ->
                before.stream().filter(each -> !isAt(each, server.link())).toList());
    }

    private void change(UnaryOperator<List<SavedServer>> change) throws IOException {
        file.change(
                new Saved(servers, true),
                before -> new Saved(List.copyOf(change.apply(before.servers())), true),
                after -> servers = after.servers());
    }

    private static String free(List<SavedServer> servers, String usual, String address) {
        String name = isTaken(servers, usual) ? usual + " (" + address + ")" : usual;
        for (int number = 2; isTaken(servers, name); number++) {
            // Several invitations lead to one address.
            name = usual + " " + number + " (" + address + ")";
        }
        return name;
    }

    private static boolean isTaken(List<SavedServer> servers, String name) {
        return servers.stream().anyMatch(server -> server.name().equals(name));
    }

    private static boolean isAt(SavedServer server, ShareLink link) {
        return server.link().isSameShare(link);
    }

    private static Saved read(JsonObject json) {
        List<SavedServer> servers = new ArrayList<>();
        boolean whole = true;
        for (JsonElement element : json.getAsJsonArray(SERVERS)) {
            try {
                servers.add(server(element.getAsJsonObject()));
            } catch (RuntimeException e) {
                // Each part of an entry throws its own exception.
                whole = false;
            }
        }
        return new Saved(List.copyOf(servers), whole);
    }

    private static SavedServer server(JsonObject server) {
        String name = server.get("name").getAsString();
        String host = server.get("host").getAsString();
        int port = server.get("port").getAsInt();
        ShareLink link = ShareLink.of(host, port, null);
        return new SavedServer(
                SavedName.isKept(name, link) ? name : link.address(),
                host,
                port,
                server.has("id")
                        ? Optional.of(Fingerprint.parse(server.get("id").getAsString()))
                        : Optional.empty(),
                Instant.parse(server.get("lastUsed").getAsString()),
                folders(server),
                invitation(server));
    }

    private static String invitation(JsonObject server) {
        String tag = server.has("invitation") ? server.get("invitation").getAsString() : "";
        if (!tag.isEmpty() && !ShareLink.isTag(tag)) {
            throw new IllegalArgumentException("not the tag of an invitation");
        }
        return tag;
    }

    /** Reads the folders, which earlier versions did not keep. A share without them is still worth having. */
    private static SavedServer.Folders folders(JsonObject server) {
        SavedServer.Folders found = SavedServer.Folders.NONE;
        try {
            if (server.has("folder")) {
                found = found.withRemote(RemotePath.parse(server.get("folder").getAsString()));
            }
            if (server.has("localFolder")) {
                found = found.withLocal(Path.of(server.get("localFolder").getAsString()));
            }
        } catch (ProtocolException | InvalidPathException e) {
            // Somebody else wrote it into the file.
        }
        return found;
    }

    private static JsonObject write(Saved saved) {
        JsonArray list = new JsonArray();
        for (SavedServer server : saved.servers()) {
            JsonObject one = new JsonObject();
            one.addProperty("name", server.name());
            one.addProperty("host", server.host());
            one.addProperty("port", server.port());
            server.id().ifPresent(id -> one.addProperty("id", id.toString()));
            if (!server.invitation().isEmpty()) {
                one.addProperty("invitation", server.invitation());
            }
            one.addProperty("lastUsed", server.lastUsed().toString());
            if (!server.folders().remote().isRoot()) {
                one.addProperty("folder", server.folders().remote().toString());
            }
            server.folders().local().ifPresent(folder -> one.addProperty("localFolder", folder.toString()));
            list.add(one);
        }
        JsonObject json = new JsonObject();
        json.add(SERVERS, list);
        return json;
    }
}
