package quayside.app.core.settings;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import quayside.app.core.text.Texts;

/** The name of this computer for people on other computers. Blocks on the disk or the system. */
public final class ComputerName {
    private static final Path HOST_NAME = Path.of("/etc/hostname");

    private ComputerName() {}

    /** Returns the name that the user chose, or else one made of the names of the user and of the computer. */
    public static String of(Settings settings) {
        return settings.computer().isBlank()
                ? standard(System.getProperty("user.name", ""), hostName(System::getenv, HOST_NAME))
                : settings.computer();
    }

    /** @param host may be empty, and may end in a domain */
    static String standard(String user, String host) {
        String own = host.strip().replaceFirst("\\..*", "");
        if (user.isBlank() || own.isEmpty()) {
            return user.isBlank() ? own : user;
        }
        String name = Texts.get("core.computer", user, own);
        return name.length() <= Settings.MAX_COMPUTER_NAME ? name : own;
    }

    /** Reads the name where the system keeps it, because asking the network for it may take long. */
    private static String hostName(UnaryOperator<String> environment, Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            String windows = environment.apply("COMPUTERNAME");
            return windows == null ? askSystem() : windows;
        }
    }

    private static String askSystem() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (IOException e) {
            return "";
        }
    }
}
