package quayside.protocol.message;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names that somebody would send who means harm, made by rules. The same for every run. For the tests of both sides: some are no names at all,
 * some are names that people have, and none may lead anywhere but to an entry of its own folder. Public for the tests of other modules.
 */
public final class HostileNames {
    private static final int MIXTURES = 400;

    /** What a path on some system or other leads away by. */
    private static final List<String> WAYS_OUT = List.of(
            "..",
            ".",
            "../",
            "/",
            "//",
            "...",
            ". .",
            "\\",
            "..\\",
            "~",
            "~root",
            "C:",
            "c:\\",
            "C:/",
            "\\\\?\\C:\\",
            "\\\\.\\C:\\",
            "\\\\localhost\\C$\\",
            "//localhost/c$/",
            "file:///",
            "$HOME/",
            "%USERPROFILE%\\",
            "..;/",
            "....//");

    /** Each as it is, and in the spellings that careless decoders take for it. */
    private static final List<UnaryOperator<String>> DISGUISES = List.of(
            name -> name,
            name -> percent(name, "%%%02x"),
            name -> percent(name, "%%25%02X"),
            name -> percent(name, "%%u%04x"),
            name -> percent(name, "\\u%04x"),
            name -> percent(name, "&#%d;"),
            name -> percent(name, "%%c0%%%02x"),
            name -> name.replace('.', '\uff0e').replace('/', '\uff0f').replace('\\', '\uff3c'),
            name -> name.replace('.', '\u2024').replace('/', '\u2044').replace('\\', '\u2216'),
            name -> name.replace("..", "\u2025").replace('/', '\u2215').replace('\\', '\u29f9'),
            name -> between(name, "\u200b"),
            name -> between(name, "\u00ad"),
            name -> between(name, "\u0301"),
            name -> "\u202e" + new StringBuilder(name).reverse(),
            name -> "\ufeff" + name,
            name -> new String(name.getBytes(StandardCharsets.UTF_16LE), StandardCharsets.ISO_8859_1),
            name -> new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1) + "\u00c0\u00ae");

    private static final List<String> DEVICES = Stream.concat(
                    Stream.of("CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$", "CLOCK$", "COM\u00b9", "LPT\u00b3"),
                    IntStream.rangeClosed(0, 9).boxed().flatMap(n -> Stream.of("COM" + n, "LPT" + n)))
            .toList();

    private static final List<String> DEVICE_ENDS =
            List.of("", ".txt", ".", " ", " .txt", ".tar.gz", ":", "::$DATA", "\\x", "\u200b");

    private static final List<String> INVISIBLE = List.of(
            "\u00ad",
            "\u034f",
            "\u061c",
            "\u115f",
            "\u17b4",
            "\u180b",
            "\u180e",
            "\u200b",
            "\u200c",
            "\u200d",
            "\u200e",
            "\u202a",
            "\u202e",
            "\u2060",
            "\u2064",
            "\u2066",
            "\u206f",
            "\u3164",
            "\ufe00",
            "\ufe0f",
            "\ufeff",
            "\uffa0",
            "\ufff0",
            "\ud834\udd73",
            "\udb40\udc01",
            "\udb40\udd00");

    /** What is appended to a name and makes no other one of it, on some system. */
    private static final List<String> ENDS = List.of(
            ".",
            " ",
            "..",
            ". .",
            " .",
            ":x",
            "::$DATA",
            ":$I30:$INDEX_ALLOCATION",
            "::$INDEX_ALLOCATION",
            "\u3000",
            "\u00a0");

    private final Map<String, String> names = new LinkedHashMap<>();

    private HostileNames() {}

    /**
     * All of them, each once. Not all are names.
     *
     * @param outside what an attacker would like to reach, as an absolute path
     */
    public static Collection<String> all(String outside) {
        HostileNames made = new HostileNames();
        made.traversals(outside);
        made.characters();
        made.devices();
        made.reserved();
        made.terminals();
        made.lengths();
        made.mixtures(new Random(4870));
        return List.copyOf(made.names.keySet());
    }

    /** As a string of JSON in ASCII; so half a character can be sent too. */
    public static String json(String name) {
        StringBuilder json = new StringBuilder("\"");
        name.chars().forEach(c -> json.append(c >= ' ' && c < 0x7f && c != '"' && c != '\\' ? (char) c : escaped(c)));
        return json.append('"').toString();
    }

    /** Bytes for a string of JSON that are not UTF-8: overlong, cut, half a pair, beyond Unicode, and what was Latin-1. */
    public static List<byte[]> notUtf8() {
        return Stream.of(
                        "c0ae c0ae c0af",
                        "c1bf",
                        "e080ae",
                        "f08080af",
                        "e2 80",
                        "ff",
                        "fe",
                        "eda080",
                        "edbfbf",
                        "f4908080",
                        "636166e9")
                .map(hex -> java.util.HexFormat.of().parseHex(hex.replace(" ", "")))
                .toList();
    }

    private static String escaped(int c) {
        return String.format(Locale.ROOT, "\\u%04x", c);
    }

    private void add(String rule, String name) {
        names.putIfAbsent(name, rule);
    }

    private void traversals(String outside) {
        List<String> targets = List.of("", "canary", "share-x", outside.substring(1), outside, "etc/passwd");
        for (UnaryOperator<String> disguise : DISGUISES) {
            for (String way : WAYS_OUT) {
                targets.forEach(target -> add("traversal", disguise.apply(way + target)));
                add("traversal", disguise.apply("x/" + way));
                add("traversal", disguise.apply(way + way + way + "canary"));
            }
        }
        add("prefix", "share-x");
        add("prefix", "share");
    }

    private void characters() {
        IntStream.concat(IntStream.range(0, 0x20), IntStream.range(0x7f, 0xa0)).forEach(c -> {
            add("control", Character.toString(c));
            add("control", "a" + Character.toString(c) + "b");
            add("control", ".." + Character.toString(c));
        });
        for (String half : List.of("\ud800", "\udbff", "\udc00", "\udfff", "\udc00\ud800", "\ud83d\ud83d\ude00")) {
            add("surrogate", half);
            add("surrogate", "a" + half + "b");
        }
        for (int point : new int[] {0xfdd0, 0xfffe, 0xffff, 0x1fffe, 0x10ffff, 0xe000, 0xfffd}) {
            add("non-character", "n" + Character.toString(point));
        }
        add("not expressible", "caf\u00e9");
        add("not expressible", "cafe\u0301");
        add("not expressible", "\u65e5\u672c\ud83d\ude00");
    }

    private void devices() {
        for (String device : DEVICES) {
            for (String end : DEVICE_ENDS) {
                add("device", device + end);
                add("device", device.toLowerCase(Locale.ROOT) + end);
            }
            add("device", device.charAt(0) + device.substring(1).toLowerCase(Locale.ROOT));
            add("device", DISGUISES.get(7).apply(fullWidth(device)));
        }
        for (char c : "<>:\"|?*\\%".toCharArray()) {
            add("Windows", "a" + c + "b");
            add("Windows", String.valueOf(c));
            add("Windows", "%" + c + "41");
        }
        ENDS.forEach(end -> add("Windows", "x" + end));
    }

    private void reserved() {
        reserved(Names.RESERVED);
        reserved(Names.RESERVED + "-0123456789abcdef.part");
        for (String brief : List.of(
                "QUAYSI~1",
                "quaysi~9",
                "QUAYS~10",
                "quay~100",
                "QU1a2B~1",
                "QUAYSI~1.",
                "\uff31UAYSI~1",
                "QUAYSI~1.PAR",
                "quaysi~2.res")) {
            add("short", brief);
        }
    }

    private void reserved(String plain) {
        for (int bits = 0; bits < 1 << 8; bits += 3) {
            StringBuilder cased = new StringBuilder(plain);
            for (int i = 0; i < 8; i++) {
                cased.setCharAt(
                        i + 1, (bits >> i & 1) == 0 ? plain.charAt(i + 1) : Character.toUpperCase(plain.charAt(i + 1)));
            }
            add("reserved", cased.toString());
        }
        for (int at = 0; at <= plain.length(); at++) {
            for (String invisible : INVISIBLE) {
                add("reserved", plain.substring(0, at) + invisible + plain.substring(at));
            }
            if (at < plain.length()) {
                add(
                        "reserved",
                        plain.substring(0, at) + fullWidth(plain.substring(at, at + 1)) + plain.substring(at + 1));
            }
        }
        ENDS.forEach(end -> add("reserved", plain + end));
        String rest = plain.substring(Names.RESERVED.length());
        for (String other : List.of(".quay\u017fide", ".quays\u0131de", ".qu\u00aayside", "\u24e0uayside")) {
            add("reserved", other + rest);
        }
        add("reserved", fullWidth(plain));
        for (String mathematical : List.of("\ud835\udc5e", "\ud835\udd2e", "\ud835\uddde")) {
            add("reserved", "." + mathematical + "uayside" + rest);
        }
    }

    private void terminals() {
        for (String trick : List.of(
                "\u001b[31m", "\u001b]0;x\u0007", "\u009b2J", "\r", "\n", "\r\n", "\u2028", "\u2029", "\u0085")) {
            add("terminal", "a" + trick + "b");
        }
        for (String invisible : INVISIBLE) {
            add("invisible", invisible);
            add("invisible", "a" + invisible + "b.txt");
        }
    }

    private void lengths() {
        for (String unit : List.of("a", "\u00e9", "\u65e5", "\ud83d\ude00", "\\", ":", " ")) {
            int bytes = unit.getBytes(StandardCharsets.UTF_8).length;
            for (int length = 252; length <= 260; length++) {
                add("length", "l" + unit.repeat((length - 1) / bytes));
            }
        }
        for (int length : new int[] {4_095, 4_096, 4_097, 20_000}) {
            add("length", "m".repeat(length));
        }
    }

    private void mixtures(Random random) {
        List<String> single = List.copyOf(names.keySet());
        int wanted = names.size() + MIXTURES;
        while (names.size() < wanted) {
            String one = single.get(random.nextInt(single.size()));
            String other = single.get(random.nextInt(single.size()));
            if (one.length() + other.length() < 200) {
                add("mixture", DISGUISES.get(random.nextInt(DISGUISES.size())).apply(one) + other);
            }
        }
    }

    private static String percent(String name, String format) {
        StringBuilder out = new StringBuilder();
        name.chars()
                .forEach(c -> out.append(
                        ".:/\\".indexOf(c) < 0 ? String.valueOf((char) c) : String.format(Locale.ROOT, format, c)));
        return out.toString();
    }

    private static String between(String name, String what) {
        return String.join(what, name.split(""));
    }

    private static String fullWidth(String ascii) {
        StringBuilder wide = new StringBuilder();
        ascii.chars().forEach(c -> wide.append((char) (c - 0x20 + 0xff00)));
        return wide.toString();
    }
}
