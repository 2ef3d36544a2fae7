package quayside.server;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import quayside.server.storage.Storage;

/** A storage of which a test answers some calls itself. All other calls pass on to the disk. */
final class PartialStorage {
    private PartialStorage() {}

    /** Answers the calls of one method. */
    @FunctionalInterface
    interface Call {
        Object answer(Storage disk, Object[] arguments) throws Exception;
    }

    /** @param own the calls that the test answers, by the name of the method */
    static Storage over(Storage disk, Map<String, Call> own) {
        return (Storage) Proxy.newProxyInstance(
                Storage.class.getClassLoader(), new Class<?>[] {Storage.class}, (_, method, arguments) -> {
                    Call call = own.get(method.getName());
                    if (call != null) {
                        return call.answer(disk, arguments);
                    }
                    try {
                        Object result = method.invoke(disk, arguments);
                        // The same files for somebody.
                        return result instanceof Storage files ? over(files, own) : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
