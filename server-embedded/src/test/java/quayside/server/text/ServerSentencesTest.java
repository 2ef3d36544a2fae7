package quayside.server.text;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import quayside.protocol.text.Catalog;

final class ServerSentencesTest {
    @Test
    void everyReasonAndPhraseHasItsWords() throws IOException {
        Catalog.check(ServerReason.class);
        Catalog.check(ServerPhrase.class);
    }
}
