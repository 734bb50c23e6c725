extension Problem {
    /// Fields of the request are at fault.
    public static func invalid(_ detail: String, errors: [FieldError] = []) -> Problem {
        Problem(.invalidRequest, detail: detail, errors: errors)
    }

    /// One field of the request is at fault.
    public static func invalid(field: String, _ detail: String) -> Problem {
        .invalid("The field \(field) \(detail).", errors: [FieldError(field, detail)])
    }

    /// Something of the request belongs to another game.
    public static func wrongGame(field: String) -> Problem {
        Problem(
            .wrongGame, detail: "The field \(field) names something of another game.",
            errors: [FieldError(field, "belongs to another game")])
    }

    /// No token came with the request.
    public static let unauthorized = Problem(
        .unauthorized, detail: "Send a token: Authorization: Bearer TOKEN.")

    /// The token that came is none of ours.
    public static let invalidToken = Problem(
        .unauthorized, detail: "The token is not one of this server's.")

    /// The token is good, but not for this. Says nothing of whether the thing exists.
    public static let forbidden = Problem(
        .forbidden, detail: "The token does not allow this.")

    /// There is no such thing.
    public static func notFound(_ what: String) -> Problem {
        Problem(.notFound, detail: "There is no such \(what).")
    }

    /// The path does not know this method.
    public static func methodNotAllowed(allow: String) -> Problem {
        Problem(.methodNotAllowed, detail: "This path allows \(allow).", allow: allow)
    }

    /// The browser's page is of an origin that may not connect.
    public static let foreignOrigin = Problem(
        .forbidden, detail: "Pages of this Origin may not connect; the setting allowed-origins names those that may.")

    /// The path speaks WebSocket only.
    public static let upgradeRequired = Problem(
        .upgradeRequired, detail: "Connect with WebSocket, version 13.")

    /// Recorded answers are in the way.
    public static func hasAnswers(_ detail: String) -> Problem { Problem(.hasAnswers, detail: detail) }

    /// The version has moved on; `current` is the state now, a JSON object.
    public static func versionConflict(current: String) -> Problem {
        Problem(.versionConflict, detail: "The version has moved on; see current.", current: current)
    }

    /// The key has been used for another request.
    public static let idempotencyKeyReused = Problem(
        .idempotencyKeyReused, detail: "This Idempotency-Key was used for another request.")

    /// The score would leave the 32-bit range.
    public static let scoreOutOfRange = Problem(
        .scoreOutOfRange, detail: "The score would leave the range of -2147483648 to 2147483647.")

    /// The body is too long.
    public static func bodyTooLarge(limit: Int) -> Problem {
        Problem(.bodyTooLarge, detail: "The body may have at most \(limit) bytes.")
    }

    /// The body is of a type that this path does not read.
    public static func unsupportedMediaType(_ expected: String) -> Problem {
        Problem(.unsupportedMediaType, detail: "Send the body as \(expected).")
    }

    /// Too many mutations; `retryAfter` in whole seconds.
    public static func rateLimited(retryAfter: Int) -> Problem {
        Problem(.rateLimited, detail: "Too many requests: try again later.", retryAfter: retryAfter)
    }

    /// The database is away; nothing was stored.
    public static let databaseUnavailable = Problem(
        .databaseUnavailable, detail: "The database is away; nothing was stored.", retryAfter: 1)

    /// Whether the mutation was stored could not be found out.
    public static let outcomeUnknown = Problem(
        .outcomeUnknown,
        detail: "Whether this was stored could not be found out: try again with the same Idempotency-Key.",
        retryAfter: 1)

    /// Something holds this game in the database; nothing was stored.
    public static let gameBusy = Problem(
        .gameBusy, detail: "The game is busy; nothing was stored.", retryAfter: 1)

    /// More mutations are waiting than may wait; nothing was stored.
    public static let overloaded = Problem(
        .overloaded, detail: "The server is overloaded; nothing was stored.", retryAfter: 1)

    /// The server should not be sent requests now.
    public static func notReady(_ detail: String) -> Problem {
        Problem(.notReady, detail: detail, retryAfter: 1)
    }

    /// Our bug; the log has the cause under the request's id.
    public static let internalError = Problem(
        .internal, detail: "Something went wrong here. The log knows it by the request's id.")
}
