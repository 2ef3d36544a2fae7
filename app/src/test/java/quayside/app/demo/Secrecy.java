package quayside.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The secrets that must not be readable on the wire, and the search for them. */
final class Secrecy {
    /** The minimum length of a secret. Shorter ones occur in random bytes by chance. */
    private static final int SHORTEST = 8;

    private static final int PIECE = 24;

    private final Map<String, byte[]> secrets = new LinkedHashMap<>();

    /** Adds a secret text, as UTF-8 and as UTF-16. */
    void add(String what, String text) {
        if (text.getBytes(StandardCharsets.UTF_8).length >= SHORTEST) {
            secrets.put(what, text.getBytes(StandardCharsets.UTF_8));
            secrets.put(what + " in UTF-16", text.getBytes(StandardCharsets.UTF_16BE));
        }
    }

    /** Adds every name below {@code folder}, and pieces from the beginning, middle and end of every file. */
    void addAllOf(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(each -> !each.equals(folder)).toList()) {
                String name = path.getFileName().toString();
                add("the name " + name, name);
                if (Files.isRegularFile(path)) {
                    addPieces(name, Files.readAllBytes(path));
                }
            }
        }
    }

    private void addPieces(String name, byte[] content) {
        if (content.length >= PIECE) {
            for (int at : new int[] {0, content.length / 2 - PIECE / 2, content.length - PIECE}) {
                secrets.put("bytes at " + at + " of " + name, Arrays.copyOfRange(content, at, at + PIECE));
            }
        }
    }

    int count() {
        return secrets.size();
    }

    /** Throws if the capture contains a secret. */
    void mustNotBeIn(byte[] capture) throws Mismatch {
        // First checks the search itself: it must find bytes that certainly are in the capture.
        Secrecy certain = new Secrecy();
        certain.secrets.put("its end", Arrays.copyOfRange(capture, capture.length - PIECE, capture.length));
        Mismatch.unless(certain.firstIn(capture).isPresent(), "The search in the capture does not work.");
        Optional<String> seen = firstIn(capture);
        if (seen.isPresent()) {
            throw new Mismatch("The wire showed " + seen.get() + ".");
        }
    }

    /** Returns the first secret in the capture. Reads the capture once, however many secrets there are. */
    Optional<String> firstIn(byte[] capture) {
        Map<Integer, List<Map.Entry<String, byte[]>>> byBegin =
                secrets.entrySet().stream().collect(Collectors.groupingBy(secret -> pair(secret.getValue(), 0)));
        boolean[] begins = new boolean[1 << 16];
        byBegin.keySet().forEach(begin -> begins[begin] = true);
        for (int at = 0; at < capture.length - 1; at++) {
            int begin = pair(capture, at);
            if (begins[begin]) {
                for (Map.Entry<String, byte[]> secret : byBegin.getOrDefault(begin, List.of())) {
                    if (isAt(capture, at, secret.getValue())) {
                        return Optional.of(secret.getKey());
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static int pair(byte[] bytes, int at) {
        return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    }

    private static boolean isAt(byte[] capture, int at, byte[] piece) {
        return at + piece.length <= capture.length
                && Arrays.equals(capture, at, at + piece.length, piece, 0, piece.length);
    }
}
