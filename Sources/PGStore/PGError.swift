/// The one error of this library.
public enum PGError: Error, Sendable, Equatable {
    /// PostgreSQL refused a statement. The connection goes on, unless ``isConnectionLoss`` is true.
    case server(ServerError)
    /// No connection could be made.
    case connectionFailed(String)
    /// The connection broke after the statements were sent, at least in part: whether they took effect is unknown.
    case connectionLost(String)
    /// The connection was closed before the statements were sent: they had no effect.
    case closed
    /// No answer in time. The connection was closed, and whether the statements took effect is unknown.
    case timeout
    /// The task was cancelled, and the statements had no effect: they were not sent, or were stopped by PostgreSQL.
    case cancelled
    /// No connection became free in time. `lastFailure` says why the pool could not make one, where that was so.
    case poolTimeout(lastFailure: String?)
    /// More callers wait for a connection than the pool was told to let wait.
    case poolOverloaded
    /// The pool's ``PGPool/run()`` has ended.
    case poolClosed
    /// A value has another type or shape than was asked for.
    case decoding(String)
    /// A connection string, or a setting, that cannot be understood.
    case invalidConfiguration(String)
    /// The connection was used in a way this library does not offer, such as `COPY`. It is closed.
    case unsupported(String)

    /// What PostgreSQL tells about a statement it refused.
    public struct ServerError: Sendable, Hashable {
        public var sqlState: SQLState
        /// `ERROR`, `FATAL` or `PANIC`, never translated.
        public var severity: String
        public var message: String
        public var detail: String?
        public var hint: String?
        public var schema: String?
        public var table: String?
        public var column: String?
        public var constraint: String?

        public init(
            sqlState: SQLState, severity: String = "ERROR", message: String, detail: String? = nil,
            hint: String? = nil, schema: String? = nil, table: String? = nil, column: String? = nil,
            constraint: String? = nil
        ) {
            self.sqlState = sqlState
            self.severity = severity
            self.message = message
            self.detail = detail
            self.hint = hint
            self.schema = schema
            self.table = table
            self.column = column
            self.constraint = constraint
        }
    }

    /// The SQLSTATE, if PostgreSQL gave one.
    public var sqlState: SQLState? {
        if case .server(let error) = self { error.sqlState } else { nil }
    }

    /// The constraint that was violated, if one was.
    public var constraint: String? {
        if case .server(let error) = self { error.constraint } else { nil }
    }

    /// True when the connection is of no more use, so that a retry needs another one.
    public var isConnectionLoss: Bool {
        switch self {
        case .server(let error): error.sqlState.endsSession || error.severity != "ERROR"
        case .connectionFailed, .connectionLost, .closed, .timeout, .unsupported: true
        case .cancelled, .poolTimeout, .poolOverloaded, .poolClosed, .decoding, .invalidConfiguration: false
        }
    }
}

extension PGError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .server(let error):
            "\(error.severity) \(error.sqlState): \(error.message)" + (error.detail.map { " (\($0))" } ?? "")
        case .connectionFailed(let why): "no connection to PostgreSQL: \(why)"
        case .connectionLost(let why): "the connection to PostgreSQL was lost: \(why)"
        case .closed: "the connection was closed before the statement was sent"
        case .timeout: "PostgreSQL did not answer in time"
        case .cancelled: "cancelled"
        case .poolTimeout(let why): "no connection became free in time" + (why.map { ": \($0)" } ?? "")
        case .poolOverloaded: "too many callers wait for a connection"
        case .poolClosed: "the pool is closed"
        case .decoding(let why): "cannot decode: \(why)"
        case .invalidConfiguration(let why): "invalid configuration: \(why)"
        case .unsupported(let why): "not supported: \(why)"
        }
    }
}
