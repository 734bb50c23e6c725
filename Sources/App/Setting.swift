/// The names of all settings: the flag `--name` and the environment variable `PODIUM_NAME`.
enum Setting: String, CaseIterable, Sendable {
    case role, host, port
    case databaseURL = "database-url"
    case listenDatabaseURL = "listen-database-url"
    case databasePool = "database-pool"
    case mutationTimeout = "mutation-timeout"
    case secret
    case adminToken = "admin-token"
    case auth
    case instanceID = "instance-id"
    case logLevel = "log-level"
    case logFormat = "log-format"
    case webRoot = "web-root"
    case docsRoot = "docs-root"
    case metrics
    case shutdownTimeout = "shutdown-timeout"
    case shutdownDelay = "shutdown-delay"
    case bodyLimit = "body-limit"
    case importLimit = "import-limit"
    case rateLimitToken = "rate-limit-token"
    case rateLimitAddress = "rate-limit-address"
    case trustedProxies = "trusted-proxies"
    case allowedOrigins = "allowed-origins"
    case rateLimitSocket = "rate-limit-socket"
    case socketMessageLimit = "socket-message-limit"
    case socketQueueLimit = "socket-queue-limit"
    case pingInterval = "ping-interval"

    static let environmentPrefix = "PODIUM_"

    var environmentName: String {
        Self.environmentPrefix + rawValue.uppercased().map { $0 == "-" ? "_" : String($0) }.joined()
    }

    /// Whether its value must not be shown.
    var isSecret: Bool {
        switch self {
        case .secret, .adminToken, .databaseURL, .listenDatabaseURL: true
        default: false
        }
    }
}

/// Why a setting stops the start.
struct SettingError: Error, Equatable, CustomStringConvertible {
    let setting: Setting
    /// The rest of a sentence that begins with the setting's name.
    let problem: String

    var description: String {
        "setting \(setting.rawValue) (--\(setting.rawValue), \(setting.environmentName)) \(problem)"
    }
}
