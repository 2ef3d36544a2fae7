package quayside.app.ui.kit;

import java.time.Clock;

/**
 * The services that a feature gets besides its core objects; one set for each window.
 *
 * @param clock gives "today" and the zone in which dates are shown
 */
public record UiServices(Background background, Dialogs dialogs, Toasts toasts, Clock clock) {}
