package quayside.app.cli;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import quayside.app.core.text.AppReason;
import quayside.protocol.text.Catalog;

final class CliTextTest {
    @Test
    void everyReasonAndTextHasItsWords() throws IOException {
        Catalog.check(AppReason.class);
        Catalog.check(CliText.class);
    }
}
