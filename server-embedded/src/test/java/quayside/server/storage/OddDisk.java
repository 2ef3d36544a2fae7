package quayside.server.storage;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;
import quayside.protocol.files.Directory;
import quayside.protocol.files.Disk;

/**
 * The system's own disk with oddities of others.
 *
 * @param keyByName whether a file is known by another key under each spelling of its name, as on exFAT by FUSE
 * @param sizes what the disk tells of the size of a file; {@code /proc} tells 0
 */
record OddDisk(boolean keyByName, LongUnaryOperator sizes) implements Disk {
    @Override
    public Directory open(Path place) throws IOException {
        return odd(Disk.withTrueNames().open(place));
    }

    private Directory odd(Directory real) {
        return (Directory) Proxy.newProxyInstance(
                Directory.class.getClassLoader(), new Class<?>[] {Directory.class}, new OddFolder(real));
    }

    private final class OddFolder implements InvocationHandler {
        private final Directory real;

        OddFolder(Directory real) {
            this.real = real;
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            Object[] given = arguments == null ? new Object[0] : arguments.clone();
            for (int i = 0; i < given.length; i++) {
                if (given[i] instanceof Directory && Proxy.getInvocationHandler(given[i]) instanceof OddFolder other) {
                    given[i] = other.real;
                }
            }
            Object result = call(method, real, given);
            if (result instanceof Directory folder) {
                return odd(folder);
            }
            if (result instanceof BasicFileAttributes attributes && given.length == 1) {
                return odd(attributes, (Path) given[0]);
            }
            return result instanceof SeekableByteChannel channel && given[1] == Directory.Opening.READ
                    ? odd(channel)
                    : result;
        }
    }

    private BasicFileAttributes odd(BasicFileAttributes real, Path name) {
        Class<?> kind = real instanceof PosixFileAttributes ? PosixFileAttributes.class : BasicFileAttributes.class;
        return (BasicFileAttributes) Proxy.newProxyInstance(
                Directory.class.getClassLoader(),
                new Class<?>[] {kind},
                (_, method, arguments) -> switch (method.getName()) {
                    case "fileKey" -> keyByName ? "key of " + name : real.fileKey();
                    case "size" -> sizes.applyAsLong(real.size());
                    default -> call(method, real, arguments);
                });
    }

    private SeekableByteChannel odd(SeekableByteChannel real) {
        return (SeekableByteChannel) Proxy.newProxyInstance(
                Directory.class.getClassLoader(),
                new Class<?>[] {SeekableByteChannel.class},
                (_, method, arguments) -> method.getName().equals("size")
                        ? sizes.applyAsLong(real.size())
                        : call(method, real, arguments));
    }

    private static @Nullable Object call(Method method, Object on, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(on, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
