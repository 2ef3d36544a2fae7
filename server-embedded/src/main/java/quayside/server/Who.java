package quayside.server;

import quayside.protocol.text.Sentence;
import quayside.server.text.ServerPhrase;

/**
 * A guest as the host reads of it. The texts are escaped for display.
 *
 * @param name what its program calls its computer; empty if it gave no name. Anybody can claim any name
 * @param address IP address, without port
 * @param invitation the name of the invitation by which it came; empty if there is none
 */
public record Who(String name, String address, String invitation) {
    /** A guest of which only the address is known. */
    public Who(String address) {
        this("", address, "");
    }

    /** Returns the name, the address and the invitation, as far as there are some, in English. */
    @Override
    public String toString() {
        return invitation.isEmpty()
                ? computer()
                : Sentence.of(ServerPhrase.GUEST_INVITED, computer(), invitation)
                        .toString();
    }

    /** Returns the name and the address, or the address alone, in English. */
    public String computer() {
        return name.isEmpty()
                ? address
                : Sentence.of(ServerPhrase.GUEST_AT, name, address).toString();
    }
}
