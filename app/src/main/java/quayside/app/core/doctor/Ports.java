package quayside.app.core.doctor;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Who listens at a port of this computer, as Linux tells it in {@code /proc}. Other systems tell nothing. */
final class Ports {
    private static final String LISTENS = "0A";
    private static final int MAX_NAME = 40;

    private final Path proc;

    Ports(Path root) {
        this.proc = root.resolve("proc");
    }

    /** A socket that listens. */
    record Listener(InetAddress address, String inode) {}

    /** Returns those that listen at the port; empty if the system does not tell. */
    Optional<List<Listener>> at(int port) {
        try {
            List<Listener> found = new ArrayList<>();
            for (String table : List.of("tcp", "tcp6")) {
                Path file = proc.resolve("net").resolve(table);
                // A system without IPv6 has no second table.
                if (table.equals("tcp") || Files.exists(file)) {
                    Files.readAllLines(file).stream()
                            .skip(1)
                            .map(line -> listener(line.strip().split("\\s+", -1), port))
                            .flatMap(Optional::stream)
                            .forEach(found::add);
                }
            }
            return Optional.of(found);
        } catch (IOException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static Optional<Listener> listener(String[] fields, int port) {
        String[] local = fields.length < 10 ? new String[0] : fields[1].split(":", -1);
        if (local.length != 2 || !fields[3].equals(LISTENS) || Integer.parseInt(local[1], 16) != port) {
            return Optional.empty();
        }
        return Optional.of(new Listener(address(HexFormat.of().parseHex(local[0])), fields[9]));
    }

    /** Each group of four bytes is in the order of the processor. */
    private static InetAddress address(byte[] bytes) {
        ByteBuffer swapped = ByteBuffer.allocate(bytes.length);
        ByteBuffer given = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        while (given.remaining() >= Integer.BYTES) {
            swapped.putInt(given.getInt());
        }
        try {
            return InetAddress.getByAddress(swapped.array());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Returns the name of the program that has one of these sockets, if it is the user's own; at most 40 characters. */
    Optional<String> holder(List<Listener> listeners) {
        Set<String> wanted = listeners.stream()
                .map(listener -> "socket:[" + listener.inode() + "]")
                .collect(Collectors.toSet());
        try (DirectoryStream<Path> processes = Files.newDirectoryStream(proc, "[0-9]*")) {
            for (Path process : processes) {
                @Nullable String name = has(process, wanted) ? name(process) : null;
                if (name != null) {
                    return Optional.of(name);
                }
            }
        } catch (IOException e) {
            // Then nobody can be named.
        }
        return Optional.empty();
    }

    private static boolean has(Path process, Set<String> sockets) {
        try (DirectoryStream<Path> open = Files.newDirectoryStream(process.resolve("fd"))) {
            for (Path each : open) {
                if (isOne(each, sockets)) {
                    return true;
                }
            }
        } catch (IOException e) {
            // It belongs to another user, or has just ended.
        }
        return false;
    }

    private static boolean isOne(Path descriptor, Set<String> sockets) {
        try {
            return sockets.contains(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }

    private static @Nullable String name(Path process) {
        try {
            String name = Files.readString(process.resolve("comm")).strip();
            return name.isEmpty() ? null : name.substring(0, Math.min(MAX_NAME, name.length()));
        } catch (IOException e) {
            return null;
        }
    }
}
