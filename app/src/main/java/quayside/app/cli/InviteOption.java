package quayside.app.cli;

import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import quayside.app.core.host.SharedFolder;
import quayside.protocol.client.connection.ShareLink;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.crypto.InvitationId;
import quayside.protocol.message.RemotePath;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.Invitation;

/** The invitations that a command line asks for, and their lines: {@code NAME[,may=…][,folder=…][,until=…|,for=…]…}. */
final class InviteOption {
    private static final Pattern LENGTH = Pattern.compile("(\\d{1,6})([mhd])");
    private static final List<String> FIELDS = List.of("may", "folder", "until", "for", "downloads");

    private InviteOption() {}

    /**
     * Returns a new invitation.
     *
     * @param spec a name, and fields after commas
     * @param share what is shared
     * @throws CliException if {@code spec} is not understood, or its folder does not exist
     */
    static Invitation read(String spec, SharedFolder share, SecureRandom random, Instant now, ZoneId zone)
            throws CliException {
        String[] parts = spec.split(",", -1);
        String name = parts[0].strip();
        if (!Invitation.isName(name) || name.contains("=")) {
            throw new CliException(ExitCode.USAGE, CliText.INVITE_NAME, Invitation.MAX_NAME);
        }
        Map<String, String> fields = fields(parts);
        Optional<Instant> until = end(fields.get("until"), fields.get("for"), now, zone);
        if (until.isPresent() && !until.get().isAfter(now)) {
            throw new CliException(ExitCode.USAGE, CliText.INVITE_OVER);
        }
        return new Invitation(
                AccessKey.generate(random).through(InvitationId.generate(random)),
                name,
                rights(fields.getOrDefault("may", "read")),
                folder(fields.getOrDefault("folder", ""), share),
                until,
                downloads(fields.getOrDefault("downloads", "")),
                Optional.empty());
    }

    private static Optional<Instant> end(@Nullable String until, @Nullable String length, Instant now, ZoneId zone)
            throws CliException {
        if (until != null && length != null) {
            throw new CliException(ExitCode.USAGE, CliText.INVITE_ONE_END);
        }
        if (until != null) {
            return Optional.of(time(until, zone));
        }
        return length == null ? Optional.empty() : Optional.of(now.plus(length(length)));
    }

    private static Map<String, String> fields(String[] parts) throws CliException {
        Map<String, String> fields = new HashMap<>();
        for (String part : Arrays.asList(parts).subList(1, parts.length)) {
            int sign = part.indexOf('=');
            String field = sign < 0 ? part : part.substring(0, sign);
            if (sign < 0 || !FIELDS.contains(field) || fields.put(field, part.substring(sign + 1)) != null) {
                throw new CliException(ExitCode.USAGE, CliText.INVITE_FIELD, part);
            }
        }
        return fields;
    }

    private static Invitation.Rights rights(String text) throws CliException {
        for (Invitation.Rights each : Invitation.Rights.values()) {
            if (word(each).equals(text)) {
                return each;
            }
        }
        throw new CliException(ExitCode.USAGE, CliText.INVITE_MAY);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static RemotePath folder(String text, SharedFolder share) throws CliException {
        try {
            RemotePath folder = RemotePath.parse(text);
            if (share.place(folder).filter(Files::isDirectory).isPresent()) {
                return folder;
            }
        } catch (ProtocolException | IllegalArgumentException e) {
            // It is no path of a share, or none of this system.
        }
        throw new CliException(ExitCode.USAGE, CliText.INVITE_FOLDER, text);
    }

    private static Duration length(String text) throws CliException {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            throw new CliException(ExitCode.USAGE, CliText.INVITE_LENGTH);
        }
        ChronoUnit unit = switch (length.group(2)) {
            case "m" -> ChronoUnit.MINUTES;
            case "h" -> ChronoUnit.HOURS;
            default -> ChronoUnit.DAYS;
        };
        return Duration.of(Long.parseLong(length.group(1)), unit);
    }

    /** Reads a day, which counts to its end, or a day and a time. */
    private static Instant time(String text, ZoneId zone) throws CliException {
        try {
            return text.contains("T")
                    ? LocalDateTime.parse(text).atZone(zone).toInstant()
                    : LocalDate.parse(text).plusDays(1).atStartOfDay(zone).toInstant();
        } catch (DateTimeException e) {
            throw new CliException(ExitCode.USAGE, CliText.INVITE_TIME);
        }
    }

    private static OptionalLong downloads(String text) throws CliException {
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            long count = Long.parseLong(text);
            if (count > 0 && count <= Invitation.MAX_DOWNLOADS) {
                return OptionalLong.of(count);
            }
        } catch (NumberFormatException e) {
            // Answered below.
        }
        throw new CliException(ExitCode.USAGE, CliText.INVITE_DOWNLOADS, Invitation.MAX_DOWNLOADS);
    }

    /** Returns the line of an invitation: its name, its link if it is valid, and what it allows. */
    static String line(Invitation invitation, ShareLink share, Instant now) {
        String end = invitation
                .endAt(now)
                .map(at -> word(at.why()).replace('_', ' '))
                .orElse("");
        return Stream.of(
                        "invitation " + DisplayText.escape(invitation.name()),
                        end.isEmpty() ? share.withKey(invitation.key()) : end,
                        "may=" + word(invitation.rights()),
                        invitation.folder().isRoot()
                                ? ""
                                : "folder="
                                        + DisplayText.escape(invitation.folder().toString()),
                        invitation
                                .ends()
                                .map(at -> "until=" + at.truncatedTo(ChronoUnit.SECONDS))
                                .orElse(""),
                        invitation.downloads().isEmpty()
                                ? ""
                                : "downloads=" + invitation.downloads().getAsLong())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }
}
