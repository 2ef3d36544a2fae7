package quayside.app.ui.host;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import quayside.app.core.host.HostControl;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedProtection;
import quayside.protocol.message.Passcode;
import quayside.protocol.message.RemotePath;
import quayside.server.ShareEvent;
import quayside.server.ShareOptions;

/** What this feature asks of the core: {@link HostControl} in the program, a script in tests. */
interface Hosting {
    /** Called on worker threads with each new state, the present one at once. */
    void onState(Consumer<HostState> listener);

    List<ShareEvent> events();

    void onEvent(Consumer<ShareEvent> listener);

    /** Touches the disk. */
    Optional<String> warning(Path folder);

    /** Whether the folder can be listed; touches the disk. */
    boolean isReadable(Path folder);

    void start(Path folder, int port, ShareOptions.Permissions permissions, boolean showHidden);

    void stop();

    /** A sentence where it is refused; nothing is changed then. */
    Optional<String> changeKey(@Nullable String ownKey);

    void permissions(ShareOptions.Permissions permissions);

    void disconnect(String guestId);

    void block(String address);

    void unblock(String source);

    /** Whom the host does not let in. */
    List<String> blocked();

    SharedProtection protection();

    /** Files and folders of the shared folder; blocks, and returns how many files that are. */
    int protect(List<Path> chosen, Passcode passcode) throws IOException;

    /** Blocks. */
    void unprotect(RemotePath file) throws IOException;

    /** Blocks. */
    void releaseOthers() throws IOException;

    /** Bytes (sent, received) since the share started. */
    long[] traffic();

    /** The program's own. */
    static Hosting of(HostControl control) {
        return new Hosting() {
            @Override
            public void onState(Consumer<HostState> listener) {
                control.onState(listener);
            }

            @Override
            public List<ShareEvent> events() {
                return control.events();
            }

            @Override
            public void onEvent(Consumer<ShareEvent> listener) {
                control.onEvent(listener);
            }

            @Override
            public Optional<String> warning(Path folder) {
                return HostControl.warning(folder);
            }

            @Override
            public boolean isReadable(Path folder) {
                return Files.isDirectory(folder) && Files.isReadable(folder);
            }

            @Override
            public void start(Path folder, int port, ShareOptions.Permissions permissions, boolean showHidden) {
                control.start(folder, port, permissions, showHidden);
            }

            @Override
            public void stop() {
                control.stop();
            }

            @Override
            public Optional<String> changeKey(@Nullable String ownKey) {
                return control.changeKey(ownKey);
            }

            @Override
            public void permissions(ShareOptions.Permissions permissions) {
                control.permissions(permissions);
            }

            @Override
            public void disconnect(String guestId) {
                control.disconnect(guestId);
            }

            @Override
            public void block(String address) {
                control.block(address);
            }

            @Override
            public void unblock(String source) {
                control.unblock(source);
            }

            @Override
            public List<String> blocked() {
                return control.blocked();
            }

            @Override
            public SharedProtection protection() {
                return control.protection();
            }

            @Override
            public int protect(List<Path> chosen, Passcode passcode) throws IOException {
                return control.protect(chosen, passcode);
            }

            @Override
            public void unprotect(RemotePath file) throws IOException {
                control.unprotect(file);
            }

            @Override
            public void releaseOthers() throws IOException {
                control.releaseOthers();
            }

            @Override
            public long[] traffic() {
                return control.traffic();
            }
        };
    }
}
