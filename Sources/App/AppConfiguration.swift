import GameAPI
import Logging
import NIOCore

/// Every setting of a server, typed and judged.
struct AppConfiguration: Sendable {
    /// What an instance does.
    enum Role: String, CaseIterable, Sendable { case all, api, relay }
    /// Whether tokens are asked.
    enum Auth: String, CaseIterable, Sendable { case tokens, open }
    /// How log lines look.
    enum LogFormat: String, CaseIterable, Sendable { case text, json }
    /// Whether something is offered.
    enum Switch: String, CaseIterable, Sendable { case on, off }

    var role: Role
    var host: String
    var port: Int
    /// A libpq connection string; empty: the `PG*` variables.
    var databaseURL: String
    /// For LISTEN; the same as `databaseURL` unless set.
    var listenDatabaseURL: String
    var databasePool: Int
    var mutationTimeout: Duration
    /// Nil: made up where that is allowed, see ``signingSecret(makeUp:)``.
    var secret: String?
    var adminToken: String?
    var auth: Auth
    var instanceID: String
    var logLevel: Logger.Level
    var logFormat: LogFormat
    var webRoot: String?
    var docsRoot: String?
    var metrics: Switch
    var shutdownTimeout: Duration
    var shutdownDelay: Duration
    var bodyLimit: Int
    var importLimit: Int
    var rateLimitToken: RateLimit
    var rateLimitAddress: RateLimit
    var trustedProxies: TrustedProxies
    /// Nil: any.
    var allowedOrigins: Set<String>?
    var rateLimitSocket: Int
    var socketMessageLimit: Int
    var socketQueueLimit: Int
    var pingInterval: Duration

    /// Reads all settings; throws for the first that cannot be read.
    init(_ settings: SettingsReader) throws(SettingError) {
        role = try settings.choice(.role, default: .all)
        host = try settings.word(.host) ?? "127.0.0.1"
        port = try settings.integer(.port, 0...65_535, default: 8_080)
        databaseURL = settings.text(.databaseURL) ?? ""
        listenDatabaseURL = try settings.word(.listenDatabaseURL) ?? databaseURL
        databasePool = try settings.integer(.databasePool, 1...1_000, default: 8)
        mutationTimeout = .milliseconds(try settings.integer(.mutationTimeout, 100...600_000, default: 1_800))
        secret = settings.text(.secret)
        if secret?.isEmpty == true {
            throw SettingError(setting: .secret, problem: "must not be empty; one is made by: openssl rand -hex 32")
        }
        adminToken = try settings.word(.adminToken)
        if let adminToken, !adminToken.utf8.allSatisfy({ 0x21...0x7E ~= $0 }) {
            throw SettingError(setting: .adminToken, problem: "must consist of visible ASCII characters")
        }
        auth = try settings.choice(.auth, default: .tokens)
        instanceID =
            try settings.word(.instanceID) ?? "podium-" + String(UInt32.random(in: 1 << 28 ... .max), radix: 16)
        guard instanceID.unicodeScalars.count <= 100 else {
            throw SettingError(setting: .instanceID, problem: "must have at most 100 characters")
        }
        logLevel = try settings.choice(.logLevel, default: .info)
        logFormat = try settings.choice(.logFormat, default: .text)
        webRoot = try settings.word(.webRoot)
        docsRoot = try settings.word(.docsRoot)
        metrics = try settings.choice(.metrics, default: .on)
        shutdownTimeout = .seconds(try settings.integer(.shutdownTimeout, 1...600, default: 8))
        shutdownDelay = .milliseconds(try settings.integer(.shutdownDelay, 0...600_000, default: 0))
        guard shutdownDelay < shutdownTimeout else {
            throw SettingError(setting: .shutdownDelay, problem: "must be shorter than shutdown-timeout")
        }
        bodyLimit = try settings.integer(.bodyLimit, 1...(1 << 30), default: 1 << 20)
        importLimit = try settings.integer(.importLimit, 1...(1 << 30), default: 16 << 20)
        rateLimitToken = RateLimit(rate: try settings.integer(.rateLimitToken, 0...1_000_000, default: 100))
        rateLimitAddress = RateLimit(rate: try settings.integer(.rateLimitAddress, 0...1_000_000, default: 500))
        let proxies = settings.text(.trustedProxies) ?? ""
        guard let trusted = TrustedProxies(proxies) else {
            throw settings.fault(.trustedProxies, "must be addresses and CIDR blocks with commas between them", proxies)
        }
        trustedProxies = trusted
        allowedOrigins = try Self.origins(settings)
        rateLimitSocket = try settings.integer(.rateLimitSocket, 0...1_000_000, default: 50)
        socketMessageLimit = try settings.integer(.socketMessageLimit, 1...(1 << 24), default: 4 << 10)
        socketQueueLimit = try settings.integer(.socketQueueLimit, 1...(1 << 30), default: 1 << 20)
        pingInterval = .seconds(try settings.integer(.pingInterval, 1...3_600, default: 20))
    }
}

extension AppConfiguration {
    private static func origins(_ settings: SettingsReader) throws(SettingError) -> Set<String>? {
        guard let text = try settings.word(.allowedOrigins), text != "*" else { return nil }
        let origins = text.split(separator: ",", omittingEmptySubsequences: false).map {
            $0.split(separator: " ").joined(separator: " ").lowercased()
        }
        guard origins.allSatisfy(isOrigin) else {
            throw settings.fault(
                .allowedOrigins, "must be * or origins like https://quiz.example with commas between them", text)
        }
        return Set(origins)
    }

    /// As browsers send it: a scheme and a host, no path, and the port only where it is not the scheme's (RFC 6454,
    /// section 6.2).
    private static func isOrigin(_ text: String) -> Bool {
        let parts = text.split(separator: "://", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty,
            !parts[1].contains(where: { "/*?#@ ".contains($0) })
        else { return false }
        return !(parts[0] == "https" && parts[1].hasSuffix(":443") || parts[0] == "http" && parts[1].hasSuffix(":80"))
    }

    /// Whether only this machine can reach the server.
    var isLoopback: Bool {
        guard host != "localhost" else { return true }
        guard let address = try? SocketAddress(ipAddress: host, port: 0) else { return false }
        return TrustedProxies.loopback.contains(address)
    }

    /// The secret, or a made-up one where only this machine can reach the server.
    func signingSecret(makeUp: () -> String) throws(SettingError) -> String {
        if let secret { return secret }
        guard isLoopback else {
            throw SettingError(
                setting: .secret,
                problem: "must be set to serve on \(host), which other machines may reach; one is made by: "
                    + "openssl rand -hex 32")
        }
        return makeUp()
    }

    /// `http://HOST:PORT`, without a slash at the end.
    func baseURL(port: Int) -> String {
        "http://\(host.contains(":") ? "[\(host)]" : host):\(port)"
    }
}
