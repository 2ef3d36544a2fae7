package quayside.app.secrecy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** Texts that may stand nowhere, and every way in which a program may happen to write them. */
final class Secrets {
    private final Set<String> spellings = new LinkedHashSet<>();

    /** A secret and its spellings: with and without what is left out of keys, encoded for links, JSON, headers and dumps. */
    Secrets add(String secret) {
        for (String text : Set.of(secret, secret.replaceAll("[\\s-]", ""))) {
            addEncoded(text);
            addEncoded(text.toLowerCase(Locale.ROOT));
            addEncoded(text.toUpperCase(Locale.ROOT));
        }
        return this;
    }

    private void addEncoded(String text) {
        spell(text);
        String percent = URLEncoder.encode(text, StandardCharsets.UTF_8);
        spell(percent);
        spell(percent.replace("+", "%20"));
        spell(text.replace("\\", "\\\\").replace("\"", "\\\""));
        spell(escaped(text));
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        spell(HexFormat.of().formatHex(bytes));
        for (int shift = 0; shift < 3; shift++) {
            spellBase64(bytes, shift);
        }
        spellAs(text, StandardCharsets.UTF_8);
        spellAs(text, StandardCharsets.UTF_16BE);
        spellAs(text, StandardCharsets.UTF_16LE);
    }

    /** As JSON may escape it: whatever is no letter or digit of ASCII by its number. */
    private static String escaped(String text) {
        StringBuilder escaped = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            boolean plain = each < 128 && Character.isLetterOrDigit(each);
            escaped.append(plain ? String.valueOf(each) : String.format(Locale.ROOT, "\\u%04x", (int) each));
        }
        return escaped.toString();
    }

    /** In the midst of other bytes the letters depend on where it begins; those at the ends, on its neighbours. */
    private void spellBase64(byte[] bytes, int shift) {
        byte[] shifted = new byte[bytes.length + shift];
        System.arraycopy(bytes, 0, shifted, shift, bytes.length);
        for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
            String text = encoder.encodeToString(shifted);
            spell(text.substring(shift == 0 ? 0 : 4, shifted.length / 3 * 4));
        }
    }

    private void spellAs(String text, Charset charset) {
        spell(new String(text.getBytes(charset), StandardCharsets.ISO_8859_1));
    }

    private void spell(String spelling) {
        spellings.add(spelling.toLowerCase(Locale.ROOT));
    }

    /** The spellings that stand in {@code text}, in any case. */
    List<String> in(String text) {
        String folded = text.toLowerCase(Locale.ROOT);
        return spellings.stream().filter(folded::contains).toList();
    }

    /** What was found below {@code folder}, in names and in contents; nothing is left out but {@code except}. */
    List<String> below(Path folder, Set<Path> except) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(path -> except.stream().noneMatch(path::startsWith))
                    .toList()) {
                in(each.toString()).forEach(spelling -> found.add("the name " + each + " holds " + spelling));
                if (Files.isRegularFile(each)) {
                    String bytes = new String(Files.readAllBytes(each), StandardCharsets.ISO_8859_1);
                    in(bytes).forEach(spelling -> found.add(each + " holds " + spelling));
                }
            }
        }
        return found;
    }
}
