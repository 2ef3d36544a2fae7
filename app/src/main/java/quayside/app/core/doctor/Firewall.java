package quayside.app.core.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The firewall of this computer, as far as an ordinary user can read its state.
 *
 * @param name what people call it
 * @param lets whether it lets guests reach the port; empty if that cannot be read
 * @param command the command that lets them; empty if only the system's settings can
 */
record Firewall(String name, Optional<Boolean> lets, Optional<String> command) {
    private static final int MAX_BYTES = 1024 * 1024;
    private static final String MAC_TOOL = "/usr/libexec/ApplicationFirewall/socketfilterfw";
    private static final String UFW = "ufw";

    /** A port or a range of ports in a zone of firewalld. */
    private static final Pattern ZONE_PORT = Pattern.compile("<port\\b[^>]*>");

    private static final Pattern PORT = Pattern.compile("port=\"(\\d+)(?:-(\\d+))?\"");

    /** Returns the firewall that is on; empty if none is, as far as this can be read. */
    static Optional<Firewall> of(Computer computer, int port) {
        return switch (computer.kind()) {
            case LINUX -> linux(computer, port);
            case WINDOWS -> windows(computer, port);
            case MAC -> mac(computer);
            case OTHER -> Optional.empty();
        };
    }

    /** Returns whether Windows counts a network of this computer as a public one. */
    static boolean isPublic(Computer computer) {
        return computer.kind() == Computer.Kind.WINDOWS
                && powershell(computer, "(Get-NetConnectionProfile).NetworkCategory")
                        .filter(printed ->
                                printed.lines().anyMatch(line -> line.strip().equals("Public")))
                        .isPresent();
    }

    private static Optional<Firewall> linux(Computer computer, int port) {
        Optional<String> live = computer.run(List.of("nft", "list", "ruleset"));
        Optional<Ruleset.Judged> judged = live.map(rules -> Ruleset.of(rules, port));
        Optional<Firewall> managed = ufw(computer, port).or(() -> firewalld(computer, port));
        if (managed.isPresent()) {
            return managed.map(firewall -> new Firewall(
                    firewall.name(), judged.map(Firewall::lets).orElse(firewall.lets()), firewall.command()));
        }
        Optional<Ruleset.Judged> found = judged.or(() -> isActive(computer, "nftables")
                ? read(computer.root().resolve("etc/nftables.conf")).map(rules -> Ruleset.of(rules, port))
                : Optional.empty());
        return found.filter(rules -> rules.fate() != Ruleset.Fate.PASSES)
                .map(rules -> new Firewall(
                        "nftables",
                        lets(rules),
                        Optional.of("sudo nft insert rule " + rules.place() + " tcp dport " + port + " accept")));
    }

    private static Optional<Boolean> lets(Ruleset.Judged rules) {
        return switch (rules.fate()) {
            case PASSES -> Optional.of(true);
            case DROPPED -> Optional.of(false);
            case UNSURE -> Optional.empty();
        };
    }

    /** The rules of ufw are readable to its users only on some systems; whether it is on, and its policy, on all. */
    private static Optional<Firewall> ufw(Computer computer, int port) {
        Path etc = computer.root().resolve("etc");
        boolean on = read(etc.resolve("ufw/ufw.conf"))
                .filter(text -> Pattern.compile("(?mi)^\\s*ENABLED=\"?yes\"?\\s*$")
                        .matcher(text)
                        .find())
                .isPresent();
        if (!on) {
            return Optional.empty();
        }
        boolean open = read(etc.resolve("default/ufw"))
                .filter(text -> Pattern.compile("(?mi)^\\s*DEFAULT_INPUT_POLICY=\"?ACCEPT\"?\\s*$")
                        .matcher(text)
                        .find())
                .isPresent();
        Optional<Boolean> lets = open
                ? Optional.of(true)
                : read(etc.resolve("ufw/user.rules"))
                        .map(rules -> rules.lines()
                                .map(line -> line.split(" ", -1))
                                .anyMatch(words -> words.length > 5
                                        && words[1].equals("tuple")
                                        && words[3].equals("allow")
                                        && (words[4].equals("any") || words[4].equals("tcp"))
                                        && (words[5].equals("any") || isIn(words[5], port))));
        return Optional.of(new Firewall(UFW, lets, Optional.of("sudo ufw allow " + port + "/tcp")));
    }

    private static boolean isIn(String ports, int port) {
        for (String each : ports.split(",", -1)) {
            Matcher range = Pattern.compile("(\\d{1,5})(?::(\\d{1,5}))?").matcher(each);
            if (range.matches() && isBetween(range, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isBetween(Matcher range, int port) {
        int first = Integer.parseInt(range.group(1));
        int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
        return port >= first && port <= last;
    }

    private static Optional<Firewall> firewalld(Computer computer, int port) {
        if (!isActive(computer, "firewalld")) {
            return Optional.empty();
        }
        Path etc = computer.root().resolve("etc/firewalld");
        String zone = read(etc.resolve("firewalld.conf"))
                .map(text -> Pattern.compile("(?m)^DefaultZone=([\\w-]+)").matcher(text))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .orElse("public");
        Optional<Boolean> lets = read(etc.resolve("zones/" + zone + ".xml"))
                .or(() -> read(computer.root().resolve("usr/lib/firewalld/zones/" + zone + ".xml")))
                .map(text -> text.contains("target=\"ACCEPT\"") || hasPort(text, port));
        return Optional.of(new Firewall(
                "firewalld",
                lets,
                Optional.of(
                        "sudo firewall-cmd --permanent --add-port=" + port + "/tcp && sudo firewall-cmd --reload")));
    }

    private static boolean hasPort(String zone, int port) {
        Matcher entries = ZONE_PORT.matcher(zone);
        while (entries.find()) {
            Matcher range = PORT.matcher(entries.group());
            if (entries.group().contains("protocol=\"tcp\"") && range.find() && isBetween(range, port)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isActive(Computer computer, String service) {
        return computer.run(List.of("systemctl", "is-active", service))
                .filter(printed -> printed.strip().equals("active"))
                .isPresent();
    }

    /** Windows asks about each program that listens, and its rules have no place where a user could read them quickly. */
    private static Optional<Firewall> windows(Computer computer, int port) {
        return powershell(computer, "(Get-NetFirewallProfile).Enabled")
                .filter(printed -> printed.lines().anyMatch(line -> line.strip().equals("True")))
                .map(printed -> new Firewall(
                        "Windows Defender Firewall",
                        Optional.empty(),
                        Optional.of("netsh advfirewall firewall add rule name=Quayside dir=in action=allow protocol=TCP"
                                + " localport=" + port)));
    }

    private static Optional<String> powershell(Computer computer, String question) {
        return computer.run(List.of("powershell.exe", "-NoProfile", "-NonInteractive", "-Command", question));
    }

    private static Optional<Firewall> mac(Computer computer) {
        return computer.run(List.of(MAC_TOOL, "--getglobalstate"))
                .filter(printed -> printed.contains("State = 1") || printed.contains("State = 2"))
                .map(printed -> new Firewall(
                        "macOS",
                        printed.contains("State = 2") ? Optional.of(false) : Optional.empty(),
                        Optional.empty()));
    }

    private static Optional<String> read(Path file) {
        try {
            boolean sane = Files.isRegularFile(file) && Files.size(file) <= MAX_BYTES;
            return sane ? Optional.of(Files.readString(file)) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
