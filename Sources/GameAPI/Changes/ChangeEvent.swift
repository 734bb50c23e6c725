/// What a ``ChangeSource`` tells those who listen.
public enum ChangeEvent: Sendable, Equatable {
    /// Listening begins, or has begun again after a gap: read what is of interest; what changes from now on is told.
    case resumed
    /// Changes of a game were committed. `payload` is for ``Announcement``.
    case announced(payload: String)
    /// Instances tell each other something live. `payload` is for ``CoordinationPayload``.
    case coordination(payload: String)
}
