package quayside.app.core.doctor;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The rules of nftables, as {@code nft list ruleset} prints them and {@code /etc/nftables.conf} holds them, read for one
 * question: does a new TCP connection from a network reach a port? It understands the usual conditions; a rule with any
 * other may or may not hold.
 */
final class Ruleset {
    /** Whether a new connection gets through. */
    enum Fate {
        PASSES,
        DROPPED,
        UNSURE
    }

    /**
     * A chain that filters what arrives.
     *
     * @param place its family, table and name, as a command names them
     */
    record Judged(Fate fate, String place) {}

    private static final int MAX_DEPTH = 16;
    private static final Pattern TABLE = Pattern.compile("table (?:(ip|ip6|inet|arp|bridge|netdev) )?(\\S+) \\{");
    private static final Pattern CHAIN = Pattern.compile("chain (\\S+) \\{");
    private static final Pattern HOOK = Pattern.compile("type filter hook input\\b.*");
    private static final Pattern HEAD = Pattern.compile("type |policy ");
    private static final Pattern POLICY = Pattern.compile("policy (accept|drop)");
    private static final Pattern ENDING = Pattern.compile(
            "(?:^|\\s)(accept|drop|return|reject(?: with .*)?|queue.*|(?:jump|goto) (\\S+))\\s*(?:comment \".*\")?$");
    private static final Pattern PORT =
            Pattern.compile("(?:tcp|th) dport (!= )?(\\{[^}]*}|[\\w-]+)|meta l4proto tcp|ip protocol tcp|ct state new");
    private static final Pattern NEVER = Pattern.compile("\\budp\\b|\\bicmp|ct state (?:\\{ ?)?(?:established|related|"
            + "invalid)(?!.*\\bnew\\b)|\\bii?f(?:name)? \"?lo\"?|type local|tcp sport");
    private static final Pattern NO_CONDITION = Pattern.compile(
            "counter(?: packets \\d+ bytes \\d+)?|comment \".*?\"|log(?: prefix \".*?\")?(?: level \\w+)?"
                    + "(?: flags \\S+)?|limit rate (?!over)\\S+(?: burst \\d+ packets)?|meta nftrace set 1");

    private final Map<String, Map<String, StringBuilder>> tables = new LinkedHashMap<>();

    private Ruleset(String text) {
        String table = "";
        String chain = "";
        for (String raw : text.lines().map(String::strip).toList()) {
            Matcher begins = TABLE.matcher(raw);
            Matcher inner = CHAIN.matcher(raw);
            if (begins.lookingAt()) {
                table = Optional.ofNullable(begins.group(1)).orElse("ip") + " " + begins.group(2);
                chain = "";
                tables.computeIfAbsent(table, added -> new LinkedHashMap<>());
            } else if (inner.lookingAt() && !table.isEmpty()) {
                chain = inner.group(1);
                tables.getOrDefault(table, new HashMap<>()).computeIfAbsent(chain, added -> new StringBuilder());
            } else if (raw.equals("}")) {
                chain = "";
            } else if (!chain.isEmpty() && !raw.isEmpty() && !raw.startsWith("#")) {
                // A statement may follow the hook on its line.
                for (String statement : raw.split(";", -1)) {
                    tables.getOrDefault(table, new HashMap<>())
                            .getOrDefault(chain, new StringBuilder())
                            .append(statement.strip())
                            .append('\n');
                }
            }
        }
    }

    /** Returns what becomes of a new connection to the port: of several chains the one that lets least through. */
    static Judged of(String text, int port) {
        Ruleset rules = new Ruleset(text);
        Judged worst = new Judged(Fate.PASSES, "inet filter input");
        for (Map.Entry<String, Map<String, StringBuilder>> table : rules.tables.entrySet()) {
            if (table.getKey().startsWith("arp ") || table.getKey().startsWith("bridge ")) {
                continue;
            }
            for (Map.Entry<String, StringBuilder> chain : table.getValue().entrySet()) {
                String lines = chain.getValue().toString();
                if (lines.lines().noneMatch(line -> HOOK.matcher(line).matches())) {
                    continue;
                }
                Walk walk = new Walk(table.getValue(), port);
                Fate fate = walk.through(chain.getKey(), 0).orElseGet(() -> walk.atEnd(lines));
                if (isWorse(fate, worst.fate())) {
                    worst = new Judged(fate, table.getKey() + " " + chain.getKey());
                }
            }
        }
        return worst;
    }

    private static boolean isWorse(Fate one, Fate other) {
        return one != Fate.PASSES && other != Fate.DROPPED && one != other;
    }

    /** The way of one connection through the chains of a table. */
    private static final class Walk {
        private final Map<String, StringBuilder> chains;
        private final int port;
        private boolean maybeAccepted;
        private boolean maybeDropped;

        Walk(Map<String, StringBuilder> chains, int port) {
            this.chains = chains;
            this.port = port;
        }

        /** Returns the fate in a chain; empty if no rule decides. */
        Optional<Fate> through(String chain, int depth) {
            StringBuilder lines = chains.get(chain);
            if (lines == null || depth > MAX_DEPTH) {
                maybeAccepted = true;
                maybeDropped = true;
                return Optional.empty();
            }
            for (String line : lines.toString().lines().toList()) {
                Matcher ending = ENDING.matcher(line);
                if (HEAD.matcher(line).lookingAt() || !ending.find()) {
                    continue;
                }
                Optional<Boolean> holds = holds(line.substring(0, ending.start()));
                if (holds.equals(Optional.of(false))) {
                    continue;
                }
                String verdict = ending.group(1);
                if (holds.isEmpty()) {
                    maybeAccepted |= !verdict.equals("drop") && !verdict.startsWith("reject");
                    maybeDropped |= !verdict.equals("accept");
                    continue;
                }
                if (verdict.equals("return")) {
                    return Optional.empty();
                }
                if (ending.group(2) == null) {
                    return Optional.of(verdict.equals("accept") ? passing() : dropping());
                }
                Optional<Fate> below = through(ending.group(2), depth + 1);
                if (below.isPresent() || verdict.startsWith("goto")) {
                    return below;
                }
            }
            return Optional.empty();
        }

        Fate atEnd(String lines) {
            Matcher policy = POLICY.matcher(lines);
            return policy.find() && policy.group(1).equals("drop") ? dropping() : passing();
        }

        private Fate passing() {
            return maybeDropped ? Fate.UNSURE : Fate.PASSES;
        }

        private Fate dropping() {
            return maybeAccepted ? Fate.UNSURE : Fate.DROPPED;
        }

        /** Returns whether the condition holds for the connection; empty if this is not understood. */
        private Optional<Boolean> holds(String condition) {
            if (NEVER.matcher(condition).find()) {
                return Optional.of(false);
            }
            String rest = NO_CONDITION.matcher(condition).replaceAll(" ");
            Matcher known = PORT.matcher(rest);
            boolean all = true;
            while (known.find()) {
                String ports = known.group(2);
                all &= ports == null || contains(ports) == (known.group(1) == null);
            }
            if (!all) {
                return Optional.of(false);
            }
            return PORT.matcher(rest).replaceAll(" ").isBlank() ? Optional.of(true) : Optional.empty();
        }

        private boolean contains(String ports) {
            for (String each : ports.replaceAll("[{} ]", "").split(",", -1)) {
                String[] ends = each.split("-", 2);
                try {
                    int first = Integer.parseInt(ends[0]);
                    int last = ends.length == 1 ? first : Integer.parseInt(ends[1]);
                    if (port >= first && port <= last) {
                        return true;
                    }
                } catch (NumberFormatException e) {
                    // A name of a service. None has the name of this program's port.
                }
            }
            return false;
        }
    }
}
