package quayside.app.demo;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import quayside.app.core.publish.Subscription;

/** Makes objects that answer only what a scene needs. So a method that the scenes do not need can be added elsewhere. */
final class Stub {
    private static final Subscription NOTHING_HEARD = () -> {};

    private Stub() {}

    /**
     * Returns an object with these answers, by the names of the methods. Every other method answers with nothing: an
     * empty list, an empty optional, zero or false.
     */
    static <T> T of(Class<T> type, Map<String, Function<Object[], ?>> answers) {
        return make(type, (self, method, arguments) -> answer(answers, self, method, arguments));
    }

    /** Returns an object with these answers, which asks {@code real} for every other one. */
    static <T> T over(Class<T> type, T real, Map<String, Function<Object[], ?>> answers) {
        return make(type, (self, method, arguments) -> {
            if (answers.containsKey(method.getName())) {
                return answer(answers, self, method, arguments);
            }
            try {
                return method.invoke(real, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        });
    }

    private static <T> T make(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    @SuppressWarnings("ReferenceEquality") // A stub has no value.
    private static Object answer(
            Map<String, Function<Object[], ?>> answers, Object self, Method method, Object[] arguments) {
        Function<Object[], ?> known = answers.get(method.getName());
        Class<?> type = method.getReturnType();
        if (known != null) {
            Object answer = known.apply(arguments);
            return answer == null && type == Subscription.class ? NOTHING_HEARD : answer;
        }
        return switch (method.getName()) {
            case "equals" -> self == arguments[0];
            case "hashCode" -> System.identityHashCode(self);
            case "toString" -> "stub";
            default -> {
                if (type == boolean.class) {
                    yield false;
                } else if (type == int.class) {
                    yield 0;
                } else if (type == long.class) {
                    yield 0L;
                } else if (type == Optional.class) {
                    yield Optional.empty();
                } else if (type == Subscription.class) {
                    yield NOTHING_HEARD;
                } else {
                    yield type == List.class ? List.of() : null;
                }
            }
        };
    }
}
