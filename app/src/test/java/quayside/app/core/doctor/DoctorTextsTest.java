package quayside.app.core.doctor;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import quayside.protocol.text.Catalog;

class DoctorTextsTest {
    @Test
    void everySentenceOfTheDoctorIsUsedAndHasItsWords() throws IOException {
        Catalog.check(Finding.class);
        Catalog.check(Found.class);
        Catalog.check(NextStep.class);
        Catalog.check(Topic.class);
    }
}
