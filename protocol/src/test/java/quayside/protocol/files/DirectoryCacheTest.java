package quayside.protocol.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DirectoryCacheTest {
    private final List<String> opened = new ArrayList<>();
    private final List<String> closed = new ArrayList<>();
    private final DirectoryCache<String> cache = new DirectoryCache<>(2, this::open);

    private Directory open(String name) throws IOException {
        if (name.equals("missing")) {
            throw new IOException("missing");
        }
        opened.add(name);
        return (Directory) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Directory.class}, (_, method, _) -> {
                    if (method.getName().equals("close")) {
                        closed.add(name);
                        throw new IOException("nobody is to hear of it");
                    }
                    throw new AssertionError(method);
                });
    }

    @Test
    void oneThatIsUsedAgainIsNotOpenedAgain() throws IOException {
        Directory first = cache.get("a");
        assertThat(cache.get("a")).isSameAs(first);
        assertThat(cache.<Directory>in("a", directory -> directory)).isSameAs(first);
        assertThat(opened).containsExactly("a");
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void beyondTheMostTheOneThatWasOpenedFirstIsClosed() throws IOException {
        cache.get("a");
        cache.get("b");
        assertThat(closed).isEmpty();
        cache.get("c");
        assertThat(closed).containsExactly("a");
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void oneInUseIsClosedWhenItsLastUserGivesItBack() throws IOException {
        cache.in("a", _ -> {
            cache.in("a", _ -> {
                cache.clear();
                return cache.get("b");
            });
            assertThat(closed).isEmpty();
            return cache.get("b");
        });
        assertThat(closed).containsExactly("a");
        assertThat(cache.size()).isEqualTo(1);
    }

    @Test
    void aFailureOfItsUserKeepsNoneOpen() throws IOException {
        assertThatIOException()
                .isThrownBy(() -> cache.in("a", _ -> {
                    throw new IOException("failed");
                }));
        assertThatIOException().isThrownBy(() -> cache.get("missing"));
        cache.clear();
        assertThat(closed).containsExactly("a");
    }

    @Test
    void whatIsOpenedAfterTheEndIsClosedAfterItsUse() throws IOException {
        cache.get("a");
        cache.close();
        assertThat(closed).containsExactly("a");
        cache.in("b", directory -> {
            assertThat(closed).containsExactly("a");
            return directory;
        });
        assertThat(closed).containsExactly("a", "b");
        assertThat(cache.size()).isZero();
    }
}
