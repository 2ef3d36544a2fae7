package quayside.app.core.doctor;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import quayside.app.core.text.Texts;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.text.Sentence;

/**
 * The result of an examination.
 *
 * @param finding the kind of the verdict
 * @param verdict what is the matter, in one sentence
 * @param next what to do, in one sentence
 * @param command a command for that, to be copied; empty if there is none
 * @param there the examined link with the address where the server is instead; empty unless that was found
 * @param checks what led to the verdict, in the order in which it was checked
 */
public record Diagnosis(
        Finding finding,
        Sentence verdict,
        Sentence next,
        Optional<String> command,
        Optional<ShareLink> there,
        List<Check> checks) {
    public Diagnosis {
        checks = List.copyOf(checks);
    }

    /** Returns all of it as lines of text, to send it to somebody. */
    public String asText() {
        return Stream.of(
                        Stream.of(Texts.words(verdict) + ".", Texts.words(next)),
                        command.stream().map(line -> "    " + line),
                        checks.stream().map(Check::asText))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n", "", "\n"));
    }
}
