package quayside.protocol.files;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Gives files access control lists without a program of the system, for tests of other packages too. */
public final class AccessLists {
    static final String ACCESS = "system.posix_acl_access";

    private AccessLists() {}

    /** A list of tags and rights, as the system stores it; every user and group in it has the number 5. */
    static byte[] list(int... tagsAndRights) {
        ByteBuffer list = ByteBuffer.allocate(4 + tagsAndRights.length / 2 * 8).order(ByteOrder.LITTLE_ENDIAN);
        list.putInt(2);
        for (int i = 0; i < tagsAndRights.length; i += 2) {
            list.putShort((short) tagsAndRights[i])
                    .putShort((short) tagsAndRights[i + 1])
                    .putInt(5);
        }
        return list.array();
    }

    static NativeFile folder(Path folder) throws IOException {
        assumeTrue(NativeFileTest.areKnown(), "This system has no such calls.");
        Object key = Files.readAttributes(folder, BasicFileAttributes.class).fileKey();
        return NativeFile.directory(folder, Path.of(""), key).orElseThrow();
    }

    static void assumeSet(Path file, String attribute, byte[] value) throws IOException {
        try (NativeFile folder = folder(file.getParent());
                NativeFile opened = folder.file(file.getFileName())) {
            assumeTrue(Metadata.isDone(() -> opened.setAttribute(attribute, value)), "This disk has none.");
        }
    }

    /** Lets a user read and write {@code file}, who is not its owner; its group and all others may not. */
    public static void assumeLetsAnotherIn(Path file) throws IOException {
        assumeSet(file, ACCESS, list(0x01, 6, 0x02, 6, 0x04, 0, 0x10, 6, 0x20, 0));
    }
}
