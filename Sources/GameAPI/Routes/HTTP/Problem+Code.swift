public import HTTPTypes

extension Problem {
    /// The `code` member of a problem: stable, for programs.
    public enum Code: String, Sendable, CaseIterable {
        case invalidRequest = "invalid_request"
        case wrongGame = "wrong_game"
        case unauthorized
        case forbidden
        case notFound = "not_found"
        case methodNotAllowed = "method_not_allowed"
        case hasAnswers = "has_answers"
        case versionConflict = "version_conflict"
        case upgradeRequired = "upgrade_required"
        case bodyTooLarge = "body_too_large"
        case unsupportedMediaType = "unsupported_media_type"
        case idempotencyKeyReused = "idempotency_key_reused"
        case scoreOutOfRange = "score_out_of_range"
        case rateLimited = "rate_limited"
        case `internal`
        case databaseUnavailable = "database_unavailable"
        case outcomeUnknown = "outcome_unknown"
        case gameBusy = "game_busy"
        case overloaded
        case notReady = "not_ready"

        /// The HTTP status that the code comes with.
        public var status: HTTPResponse.Status {
            switch self {
            case .invalidRequest, .wrongGame: .badRequest
            case .unauthorized: .unauthorized
            case .forbidden: .forbidden
            case .notFound: .notFound
            case .methodNotAllowed: .methodNotAllowed
            case .hasAnswers: .conflict
            case .versionConflict: .preconditionFailed
            case .upgradeRequired: .upgradeRequired
            case .bodyTooLarge: .contentTooLarge
            case .unsupportedMediaType: .unsupportedMediaType
            case .idempotencyKeyReused, .scoreOutOfRange: .unprocessableContent
            case .rateLimited: .tooManyRequests
            case .internal: .internalServerError
            case .databaseUnavailable, .outcomeUnknown, .gameBusy, .overloaded, .notReady: .serviceUnavailable
            }
        }
    }
}
