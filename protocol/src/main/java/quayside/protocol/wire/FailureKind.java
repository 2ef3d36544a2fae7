package quayside.protocol.wire;

import quayside.protocol.text.Sentence;

/** One thing that can go wrong: a constant of an enum, with its {@link Fault} and, in the bundle beside it, its sentence. */
public interface FailureKind extends Sentence.Key {
    Fault fault();
}
