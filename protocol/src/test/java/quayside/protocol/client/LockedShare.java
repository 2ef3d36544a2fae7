package quayside.protocol.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import quayside.protocol.channel.Channel;
import quayside.protocol.message.Entry;
import quayside.protocol.message.RemotePath;
import quayside.protocol.message.Request;
import quayside.protocol.message.Response;
import quayside.protocol.wire.Fault;

/** What a scripted server shares: one folder of protected files. The passcode of each lock is its name in capitals. */
final class LockedShare implements ScriptedServer.Script {
    static final int LARGE = 300 * 1024;

    private final Map<String, List<String>> files = new LinkedHashMap<>();
    private final Map<Integer, Set<String>> open = new ConcurrentHashMap<>();
    private volatile Opening opening = (_, _) -> Optional.empty();

    /** What is answered to an {@code UNLOCK} whatever the passcode; empty for what that deserves. An exception cuts. */
    @FunctionalInterface
    interface Opening {
        Optional<Response> answer(String lock, int connection) throws IOException;
    }

    /** A file under all of these locks, of which listings show the first; one whose name begins with "large" is large. */
    LockedShare with(String name, String... locks) {
        files.put(name, List.of(locks));
        return this;
    }

    LockedShare opening(Opening how) {
        opening = how;
        return this;
    }

    static Response refused() {
        return new Response.Failed(Fault.REFUSED, "That is not the passcode.");
    }

    static Response throttled(int seconds) {
        return new Response.Failed(Fault.TOO_MANY_TRIES, 429, "Too many wrong passcodes.", seconds);
    }

    static Response locked(String lock) {
        return new Response.Failed(Fault.PASSCODE_NEEDED, 401, "It is protected.", 0, Optional.of(lock));
    }

    @Override
    public void answer(Channel channel, Request request, int connection) throws IOException {
        switch (request) {
            case Request.Stat stat -> channel.send(new Response.Described(described(stat.path())));
            case Request.MakeFolder _ -> channel.send(new Response.Skipped(ScriptedServer.folder("tree")));
            case Request.ListFolder _ ->
                channel.send(new Response.Listing(
                        files.keySet().stream().map(this::entry).toList(), false));
            case Request.Lock lock -> {
                try (var passcode = lock.passcode()) {
                    String made = passcode.reveal().toLowerCase(Locale.ROOT);
                    opened(connection).add(made);
                    channel.send(new Response.Made(made));
                }
            }
            case Request.Unlock unlock -> channel.send(unlocked(unlock, connection));
            case Request.Get get -> {
                Optional<String> closed = closed(get.path().name(), connection);
                if (closed.isPresent()) {
                    channel.send(locked(closed.get()));
                } else {
                    ScriptedServer.content(
                            channel, get, "v1", content(get.path().name()));
                }
            }
            case Request.Post post -> {
                byte[] _ = ScriptedServer.take(channel, post);
                Optional<String> closed = closed(post.path().name(), connection);
                channel.send(closed.isPresent() ? locked(closed.get()) : ScriptedServer.stored(post));
            }
            default -> channel.send(new Response.Done());
        }
    }

    private Set<String> opened(int connection) {
        return open.computeIfAbsent(connection, _ -> ConcurrentHashMap.newKeySet());
    }

    private Optional<String> closed(String name, int connection) {
        return files.getOrDefault(name, List.of()).stream()
                .filter(lock -> !opened(connection).contains(lock))
                .findFirst();
    }

    private Response unlocked(Request.Unlock unlock, int connection) throws IOException {
        try (var passcode = unlock.passcode()) {
            Optional<Response> whatever = opening.answer(unlock.lock(), connection);
            if (whatever.isPresent()) {
                return whatever.get();
            }
            if (!passcode.reveal().equals(unlock.lock().toUpperCase(Locale.ROOT))) {
                return refused();
            }
            opened(connection).add(unlock.lock());
            return new Response.Done();
        }
    }

    private Entry described(RemotePath path) {
        return files.containsKey(path.name()) ? entry(path.name()) : ScriptedServer.folder(path.name());
    }

    private Entry entry(String name) {
        return ScriptedServer.file(name, content(name).length)
                .under(files.get(name).stream().findFirst());
    }

    private static byte[] content(String name) {
        return name.startsWith("large") ? new byte[LARGE] : ("content of " + name).getBytes(StandardCharsets.UTF_8);
    }
}
