package quayside.protocol.client;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import quayside.protocol.message.Entry;

/** What a listing of the share found, in the order in which it is fetched: a folder, then the files in it. */
sealed interface Found {
    /**
     * A folder, itself in a folder that was found before.
     *
     * @param path from the source, its names joined by {@code /}; empty for the source itself
     */
    record Folder(String path) implements Found {}

    /** A file of the folder that was found last. */
    record File(String name, long size, Instant modified, boolean executable) implements Found {
        Entry entry() {
            return new Entry(name, Entry.Kind.FILE, size, modified, executable);
        }
    }

    /** For a {@link Spool}. A path or a name in UTF-8 fits its form, which has room for 65,535 bytes. */
    Spool.Form<Found> FORM = new Spool.Form<>() {
        @Override
        @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds stand right before
        public void write(DataOutputStream out, Found item) throws IOException {
            switch (item) {
                case Folder folder -> {
                    out.writeBoolean(true);
                    out.writeUTF(folder.path());
                }
                case File file -> {
                    out.writeBoolean(false);
                    out.writeUTF(file.name());
                    out.writeLong(file.size());
                    out.writeLong(file.modified().getEpochSecond());
                    out.writeInt(file.modified().getNano());
                    out.writeBoolean(file.executable());
                }
            }
        }

        @Override
        public Found read(DataInputStream in) throws IOException {
            return in.readBoolean()
                    ? new Folder(in.readUTF())
                    : new File(
                            in.readUTF(),
                            in.readLong(),
                            Instant.ofEpochSecond(in.readLong(), in.readInt()),
                            in.readBoolean());
        }
    };
}
