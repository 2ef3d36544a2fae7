package quayside.server.storage;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;

/** A share on a disk that tells all files of one size to be one and the same that never changes: each has the version of every other. */
public final class FrozenStorage {
    private static final FileTime TIME = FileTime.fromMillis(1_700_000_000_123L);

    private FrozenStorage() {}

    public static Storage open(Path share) throws IOException {
        return open(share, _ -> true);
    }

    /** Only what is called so is on such a disk, which is mounted below the share, and the rest on the disk as it is. */
    public static Storage openAbove(Path share, String frozen) throws IOException {
        return open(share, frozen::equals);
    }

    private static Storage open(Path share, Predicate<String> frozen) throws IOException {
        Disk real = Disk.withTrueNames();
        return FolderStorage.open(share, false, List.of(), InstantSource.system(), new Random(7), place ->
                (Directory) new FrozenFolder(real.open(place), frozen).proxy());
    }

    /** The same on the disk as it is. */
    public static Storage openReal(Path share) throws IOException {
        return FolderStorage.open(share, false, InstantSource.system(), new Random(7));
    }

    /** @param frozen of the names of files */
    private record FrozenFolder(Directory real, Predicate<String> frozen) implements InvocationHandler {
        Object proxy() {
            return Proxy.newProxyInstance(Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, this);
        }

        @Override
        public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
            boolean isFrozen = frozen.test(arguments != null && arguments.length > 0 ? arguments[0].toString() : "");
            if (isFrozen && method.getName().equals("changed")) {
                return TIME;
            }
            if (method.getName().equals("move")) {
                arguments[1] = ((FrozenFolder) Proxy.getInvocationHandler(arguments[1])).real();
            }
            Object result = call(real, method, arguments);
            return switch (result) {
                case Directory folder -> new FrozenFolder(folder, frozen).proxy();
                case PosixFileAttributes file when isFrozen && file.isRegularFile() -> untold(file);
                case null, default -> result;
            };
        }
    }

    private static BasicFileAttributes untold(PosixFileAttributes file) {
        return (BasicFileAttributes) Proxy.newProxyInstance(
                FrozenStorage.class.getClassLoader(),
                new Class<?>[] {PosixFileAttributes.class},
                (_, method, arguments) -> switch (method.getName()) {
                    case "lastModifiedTime", "creationTime" -> TIME;
                    case "fileKey" -> "one";
                    default -> call(file, method, arguments);
                });
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            method.setAccessible(true);
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
