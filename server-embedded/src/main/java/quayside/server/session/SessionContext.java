package quayside.server.session;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.ServerIdentity;
import quayside.protocol.message.ShareInfo;
import quayside.server.guard.BodyRoom;
import quayside.server.guard.Deadlines;
import quayside.server.guard.GuessLimiter;
import quayside.server.guard.HandshakeLimiter;
import quayside.server.storage.Storage;

/**
 * The objects that the sessions of one share have in common.
 *
 * @param share returns the present name and permissions; called for every request
 * @param guesses the guesses of each source, at all keys together
 * @param invitedGuesses the guesses at each invitation, of all sources together
 * @param clock tells guests the time of this computer
 * @param nanos the monotonic clock
 */
public record SessionContext(
        Storage storage,
        AccessKey key,
        Invitations invitations,
        ServerIdentity identity,
        SecureRandom random,
        Supplier<ShareInfo> share,
        SessionTimes times,
        GuessLimiter guesses,
        GuessLimiter invitedGuesses,
        HandshakeLimiter handshakes,
        PasscodeVerifier verifier,
        BodyRoom bodies,
        ActiveUploads activeUploads,
        Deadlines deadlines,
        InstantSource clock,
        LongSupplier nanos) {}
