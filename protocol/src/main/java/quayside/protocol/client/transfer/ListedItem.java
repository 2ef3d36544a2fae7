package quayside.protocol.client.transfer;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import quayside.protocol.message.Entry;
import quayside.protocol.message.Mode;

/**
 * One listed item of the sources of a download. Items come in the order in which they are fetched: a folder, then the
 * files in it.
 */
sealed interface ListedItem {
    /**
     * A folder: a source, or a folder in one that was listed before.
     *
     * @param source the index of its source
     * @param path its path from the source, with names joined by {@code /}; empty for the source itself
     * @param mode empty if the share's disk has none
     */
    record Folder(int source, String path, Instant modified, Optional<Mode> mode) implements ListedItem {}

    /** A file that is itself a source. */
    record Named(int source, File file) implements ListedItem {}

    /** The end of a source: everything in it was listed. */
    record End(int source) implements ListedItem {}

    /**
     * A file in the folder that was listed last.
     *
     * @param taken whether this disk treats its name as equal to another name in its folder
     * @param lock the lock that protects it, if there is one
     */
    record File(String name, long size, Instant modified, Optional<Mode> mode, boolean taken, Optional<String> lock)
            implements ListedItem {
        static File of(String name, Entry entry, boolean taken) {
            return new File(name, entry.size(), entry.modified(), entry.mode(), taken, entry.lock());
        }

        Entry entry() {
            return new Entry(name, Entry.Kind.FILE, size, modified, mode, lock);
        }
    }

    /**
     * A folder that is unavailable.
     *
     * @param source the index of its source
     * @param path its path, as in {@link Folder}
     */
    record Refused(int source, String path, Why why) implements ListedItem {}

    /** Why a folder is not fetched. */
    enum Why {
        /** The path is too long or too deep for a request (PROTOCOL.md section 4.1). */
        TOO_DEEP,
        /** This disk treats its name as equal to another name in its folder. */
        TAKEN
    }

    /**
     * The format of items in a {@link Spool}. A path or a name in UTF-8 fits, since the format has room for 65,535
     * bytes.
     */
    Spool.Form<ListedItem> FORM = new Spool.Form<>() {
        private static final byte FOLDER = 0;
        private static final byte FILE = 1;
        private static final byte REFUSED = 2;
        private static final byte NAMED = 3;
        private static final byte END = 4;
        private static final short NO_MODE = -1;

        @SuppressWarnings("JavaInstantGetSecondsGetNano") // the seconds are written just before
        private static void write(DataOutputStream out, Instant time) throws IOException {
            out.writeLong(time.getEpochSecond());
            out.writeInt(time.getNano());
        }

        private static Instant readTime(DataInputStream in) throws IOException {
            return Instant.ofEpochSecond(in.readLong(), in.readInt());
        }

        private static void write(DataOutputStream out, Optional<Mode> mode) throws IOException {
            out.writeShort(mode.isPresent() ? mode.get().bits() : NO_MODE);
        }

        private static Optional<Mode> readMode(DataInputStream in) throws IOException {
            short bits = in.readShort();
            return bits == NO_MODE ? Optional.empty() : Optional.of(new Mode(bits));
        }

        @Override
        public void write(DataOutputStream out, ListedItem item) throws IOException {
            switch (item) {
                case Folder folder -> {
                    out.writeByte(FOLDER);
                    out.writeInt(folder.source());
                    out.writeUTF(folder.path());
                    write(out, folder.modified());
                    write(out, folder.mode());
                }
                case File file -> {
                    out.writeByte(FILE);
                    write(out, file);
                }
                case Named named -> {
                    out.writeByte(NAMED);
                    out.writeInt(named.source());
                    write(out, named.file());
                }
                case Refused refused -> {
                    out.writeByte(REFUSED);
                    out.writeInt(refused.source());
                    out.writeUTF(refused.path());
                    out.writeUTF(refused.why().name());
                }
                case End end -> {
                    out.writeByte(END);
                    out.writeInt(end.source());
                }
            }
        }

        private static void write(DataOutputStream out, File file) throws IOException {
            out.writeUTF(file.name());
            out.writeLong(file.size());
            write(out, file.modified());
            write(out, file.mode());
            out.writeBoolean(file.taken());
            out.writeUTF(file.lock().orElse(""));
        }

        @Override
        public ListedItem read(DataInputStream in) throws IOException {
            return switch (in.readByte()) {
                case FOLDER -> new Folder(in.readInt(), in.readUTF(), readTime(in), readMode(in));
                case FILE -> readFile(in);
                case NAMED -> new Named(in.readInt(), readFile(in));
                case REFUSED -> new Refused(in.readInt(), in.readUTF(), Why.valueOf(in.readUTF()));
                case END -> new End(in.readInt());
                default -> throw new IOException("unknown kind of item in a spool");
            };
        }

        private static File readFile(DataInputStream in) throws IOException {
            return new File(
                    in.readUTF(),
                    in.readLong(),
                    readTime(in),
                    readMode(in),
                    in.readBoolean(),
                    Optional.of(in.readUTF()).filter(lock -> !lock.isEmpty()));
        }
    };
}
