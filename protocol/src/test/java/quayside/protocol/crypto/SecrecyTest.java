package quayside.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static quayside.protocol.crypto.Handshakes.client;
import static quayside.protocol.crypto.Handshakes.server;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import org.junit.jupiter.api.Test;
import quayside.protocol.crypto.Handshakes.Endings;

/** Tests that no text which this package makes holds a key, neither the access key nor a session's. */
class SecrecyTest {
    private static final String KEY = "Grave-Lantern-58";
    private static final List<String> SPELLINGS = List.of("grave", "lantern", "gravelantern58");

    @Test
    void noFailedHandshakeShowsTheKey() throws Exception {
        Endings<SessionSecrets, SessionSecrets> ends = Handshakes.run(client(KEY, null), server("another"));
        Endings<SessionSecrets, SessionSecrets> reversed = Handshakes.run(client("another", null), server(KEY));

        assertShowsNothing(ends.client().failure());
        assertShowsNothing(ends.server().failure());
        assertShowsNothing(reversed.client().failure());
        assertShowsNothing(reversed.server().failure());
    }

    @Test
    void noRefusedKeyIsRepeated() {
        assertShowsNothing(catchThrowable(() -> AccessKey.of(KEY + "\uD800")));
        assertShowsNothing(catchThrowable(() -> AccessKey.of(KEY.repeat(20))));
        assertThat(String.valueOf(AccessKey.weakness("password1"))).doesNotContain("password");
    }

    @Test
    void nothingThatAHandshakeLeavesPrintsItsKeys() throws Exception {
        SessionSecrets session =
                Handshakes.run(client(KEY, null), server(KEY)).client().get();
        for (Object secret :
                new Object[] {AccessKey.of(KEY), session, session.frames(), session.bodies(), Handshakes.IDENTITY}) {
            assertThat(secret.toString()).matches("quayside\\.protocol\\.crypto\\.[A-Za-z]+@[0-9a-f]+");
        }
    }

    @Test
    void aClosedKeyHoldsNothing() throws Exception {
        AccessKey key = AccessKey.of(KEY);
        key.close();
        assertHoldsNothing(key);
    }

    @Test
    void whatSessionKeysAreMadeOfIsWipedOnceTheyAreMade() throws Exception {
        byte[] agreed = new byte[KeyExchange.ELEMENT_BYTES];
        byte[] kem = new byte[MlKem.SECRET_BYTES];
        agreed[3] = 1;
        kem[5] = 1;
        KeySchedule keys = new KeySchedule(agreed, kem);
        assertThat(agreed).containsOnly(0);
        assertThat(kem).containsOnly(0);
        keys.close();
        assertHoldsNothing(keys);
    }

    @Test
    void theExchangeWipesItsPassword() {
        char[] password = "hush".toCharArray();
        assertThat(KeyExchange.number(password).signum()).isPositive();
        assertThat(password).containsOnly('\0');
    }

    /** All arrays in the fields of {@code secret} are zeros. */
    private static void assertHoldsNothing(Object secret) throws IllegalAccessException {
        int arrays = 0;
        for (Field field : secret.getClass().getDeclaredFields()) {
            if (field.getType().isArray() && !Modifier.isStatic(field.getModifiers())) {
                field.setAccessible(true);
                Object array = field.get(secret);
                for (int i = 0; i < Array.getLength(array); i++) {
                    assertThat(Array.get(array, i)).as(field.getName()).isIn((byte) 0, '\0');
                }
                arrays++;
            }
        }
        assertThat(arrays).isPositive();
    }

    private static void assertShowsNothing(Throwable failure) {
        assertThat(failure).isNotNull();
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text, true));
        for (String spelling : SPELLINGS) {
            assertThat(text.toString()).doesNotContainIgnoringCase(spelling);
        }
    }
}
