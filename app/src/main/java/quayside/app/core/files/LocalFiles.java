package quayside.app.core.files;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import quayside.protocol.message.Entry;

/** SKELETON. This computer's side of the window: list, make folder, rename, delete; each blocks and throws ProtocolException (LOCAL_STORAGE) with a plain sentence. */
@SuppressWarnings({"DoNotCallSuggester", "UnusedVariable"})
public final class LocalFiles {
    /** Pages as they are read, in no order. Links are shown as what they lead to; broken ones and devices are left out. */
    public void list(Path folder, boolean showHidden, Consumer<List<Entry>> pages) throws IOException {}

    public void makeFolder(Path folder, String name) throws IOException {}

    public void rename(Path entry, String newName) throws IOException {}

    /** A folder with all it holds; a link itself, not what it leads to. */
    public void delete(Path entry) throws IOException {}

    /** Home, Desktop, Downloads..., and the disks' roots: what the folder chooser offers first. */
    public List<Path> places() {
        throw new UnsupportedOperationException();
    }
}
