package quayside.app.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of {@code serve} in a file: a line {@code name = value} for each, without the dashes of the name; {@code folder}
 * is a folder to share, {@code NAME=DIR} one with a name. Empty lines and those that begin with {@code #} mean nothing. What the command line says counts
 * more.
 */
final class ConfigFile {
    private static final String OPTION = "--config";
    private static final String FOLDER = "folder";

    /** At most one of these is given, so the command line overrides either. */
    private static final Set<String> RESTRICTIONS = Set.of("--read-only", "--upload-only");

    private final Path file;
    private final Map<String, OptionSpec> options;

    private ConfigFile(Path file, CommandSpec command) {
        this.file = file;
        this.options = command.optionsMap();
    }

    /**
     * Returns the arguments of a command with those that its file adds.
     *
     * @param given the arguments after the name of the command
     * @throws CliException if the file cannot be read, or a line is wrong; the sentence says which
     */
    static List<String> added(List<String> given, CommandSpec command) throws CliException {
        Set<String> named = new HashSet<>();
        boolean hasFolder = false;
        String path = null;
        for (int i = 0; i < given.size(); i++) {
            String each = given.get(i);
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            OptionSpec option = command.optionsMap().get(name);
            if (option == null) {
                hasFolder |= !each.startsWith("-");
                continue;
            }
            named.add(name);
            boolean takesNext = option.arity().min() > 0 && equals < 0;
            if (name.equals(OPTION)) {
                path = equals >= 0 ? each.substring(equals + 1) : i + 1 < given.size() ? given.get(i + 1) : null;
            }
            i += takesNext ? 1 : 0;
        }
        try {
            return path == null ? given : new ConfigFile(Path.of(path), command).added(given, named, hasFolder);
        } catch (InvalidPathException e) {
            throw new CliException(ExitCode.USAGE, CliText.CONFIG_UNREADABLE, path);
        }
    }

    private List<String> added(List<String> given, Set<String> named, boolean hasFolder) throws CliException {
        List<String> all = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw wrong(i, CliText.CONFIG_NO_VALUE, line);
            }
            String key = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            String name = "--" + key;
            if (key.equals(FOLDER)) {
                if (!hasFolder && !named.contains(name)) {
                    all.add(folder(value));
                }
                continue;
            }
            OptionSpec option = options.get(name);
            if (option == null || option.usageHelp() || name.equals(OPTION)) {
                throw wrong(i, CliText.CONFIG_UNKNOWN, key);
            }
            if (!seen.add(key) && !option.isMultiValue()) {
                throw wrong(i, CliText.CONFIG_TWICE, key);
            }
            if (!isOverridden(name, named)) {
                add(all, i, key, value, option);
            }
        }
        all.addAll(given);
        return all;
    }

    /** Returns the argument that shares a folder. It is never taken for an option. */
    private static String folder(String value) {
        int equals = value.indexOf('=');
        boolean hasName = equals > 0 && value.indexOf('/') != 0;
        return hasName ? "--" + FOLDER + "=" + value : value.startsWith("-") ? "./" + value : value;
    }

    private static boolean isOverridden(String name, Set<String> named) {
        return named.contains(name)
                || (RESTRICTIONS.contains(name) && named.stream().anyMatch(RESTRICTIONS::contains));
    }

    private void add(List<String> all, int line, String key, String value, OptionSpec option) throws CliException {
        if (option.arity().max() == 0) {
            if (!value.equals("true") && !value.equals("false")) {
                throw wrong(line, CliText.CONFIG_NO_FLAG, key);
            }
            if (value.equals("true")) {
                all.add("--" + key);
            }
        } else if (option.type() == int.class && !value.matches("-?[0-9]{1,9}")) {
            throw wrong(line, CliText.CONFIG_NO_NUMBER, key);
        } else {
            all.add("--" + key + "=" + value);
        }
    }

    private List<String> lines() throws CliException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CliException(ExitCode.USAGE, CliText.CONFIG_UNREADABLE, file);
        }
    }

    private CliException wrong(int line, CliText what, String key) {
        return new CliException(ExitCode.USAGE, what, file, line + 1, key);
    }
}
