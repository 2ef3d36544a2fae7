package quayside.app.ui.host;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import quayside.app.core.host.HostService;
import quayside.app.core.host.HostState;
import quayside.app.core.host.SharedInvitations;
import quayside.app.core.text.AppReason;
import quayside.app.core.text.Texts;
import quayside.app.ui.kit.Latest;
import quayside.app.ui.kit.UiServices;
import quayside.protocol.crypto.AccessKey;
import quayside.protocol.text.DisplayText;
import quayside.protocol.wire.ProtocolException;
import quayside.server.session.Invitation;

/** Makes, hands out and ends invitations as the user asks, and keeps the model up to date with them. JavaFX thread only. */
final class InvitationController {
    /** How often what has ended, or ends soon, is shown anew. */
    private static final Duration LOOKING = Duration.ofSeconds(20);

    private static final double QR_SIDE = 260;

    private final HostModel model;
    private final HostService host;
    private final UiServices services;
    private final Consumer<String> clipboard;
    private boolean isWaiting;

    /** @param clipboard receives the copied text */
    InvitationController(HostModel model, HostService host, UiServices services, Consumer<String> clipboard) {
        this.model = model;
        this.host = host;
        this.services = services;
        this.clipboard = clipboard;
    }

    /** Begins to follow the invitations. */
    void begin() {
        Latest<SharedInvitations.State> states = new Latest<>(this::show);
        services.background().whileOpen(host.invitations().onState(states::offer));
    }

    private void show(SharedInvitations.State state) {
        Instant now = services.clock().instant();
        List<Invitation> sorted = Stream.concat(
                        state.all().stream().filter(each -> each.endAt(now).isEmpty()),
                        state.all().stream()
                                .filter(each -> each.endAt(now).isPresent())
                                .sorted(Comparator.comparing((Invitation each) ->
                                                each.endAt(now).orElseThrow().at())
                                        .reversed()))
                .toList();
        ListCard.update(model.invitations, sorted, Invitation::id, true);
        model.invitationsAt.set(now);
        model.invitationsNotice.set(state.notice().orElse(""));
        if (!isWaiting && sorted.stream().anyMatch(each -> each.ends().isPresent() && isValid(each))) {
            isWaiting = true;
            services.background().after(LOOKING, () -> {
                isWaiting = false;
                show(host.invitations().state());
            });
        }
    }

    boolean isValid(Invitation invitation) {
        return invitation.endAt(services.clock().instant()).isEmpty();
    }

    /**
     * Makes an invitation and copies its link.
     *
     * @param share the share that the user had in mind; no other folder gets the invitation
     */
    void make(HostState.On share, Function<AccessKey, Invitation> made, Runnable done, Consumer<Exception> failed) {
        if (!model.on().map(HostState.On::folder).equals(Optional.of(share.folder()))) {
            failed.accept(new ProtocolException(AppReason.NOTHING_SHARED));
            return;
        }
        services.background()
                .run(
                        cancellation -> host.invitations().make(made),
                        invitation -> {
                            done.run();
                            copyLink(invitation);
                        },
                        failed);
    }

    /** Returns the link with the key of the invitation; empty if nothing is shared. */
    String link(Invitation invitation) {
        return model.link(invitation.key());
    }

    /** Copies the link; does nothing if nothing is shared any more. */
    void copyLink(Invitation invitation) {
        String link = link(invitation);
        if (link.isEmpty()) {
            return;
        }
        clipboard.accept(link);
        services.toasts().success(Texts.get("host.invitations.copied", name(invitation)));
    }

    /** Copies a short text with the link for a chat; does nothing if nothing is shared any more. */
    void copyMessage(Invitation invitation) {
        String link = link(invitation);
        if (link.isEmpty()) {
            return;
        }
        String folder = invitation.folder().isRoot()
                ? model.on().map(HostState.On::shareName).orElse("")
                : DisplayText.escape(invitation.folder().name());
        clipboard.accept(Texts.get("host.message", folder, link));
        services.toasts().success(Texts.get("host.invitations.copied.message", name(invitation)));
    }

    void showQr(Invitation invitation) {
        services.dialogs()
                .show(QrCode.dialog(
                        Texts.get("host.invitations.qr", name(invitation)),
                        link(invitation),
                        services.look().px(QR_SIDE).get()));
    }

    /** Revokes the valid invitation with this name, which is escaped, unless it has ended meanwhile. */
    void revoke(String name) {
        model.invitations.stream()
                .filter(each -> isValid(each) && name(each).equals(name))
                .findFirst()
                .ifPresent(this::revoke);
    }

    /** Ends an invitation at once; asks first if guests would be cut off. */
    void revoke(Invitation invitation) {
        String name = name(invitation);
        long guests = model.guests.stream()
                .filter(guest -> guest.invitation().equals(name))
                .count();
        if (guests == 0) {
            end(invitation);
        } else {
            services.dialogs()
                    .confirm(
                            Texts.get("host.invitations.revoke.title", name),
                            Texts.get("host.invitations.revoke.sentence", guests),
                            Texts.get("host.invitations.revoke"),
                            () -> end(invitation));
        }
    }

    private void end(Invitation invitation) {
        services.background()
                .run(
                        () -> host.invitations().revoke(invitation),
                        () -> services.toasts().success(Texts.get("host.invitations.revoked", name(invitation))),
                        failed -> services.toasts().error(Texts.problem(failed)));
    }

    /** Forgets an invitation that has ended. */
    void remove(Invitation invitation) {
        services.background()
                .run(
                        () -> host.invitations().remove(invitation),
                        () -> {},
                        failed -> services.toasts().error(Texts.problem(failed)));
    }

    /** Returns the name, escaped for display. */
    static String name(Invitation invitation) {
        return DisplayText.escape(invitation.name());
    }
}
