/// Where PostgreSQL is, and how patient to be with it.
public struct PGConfiguration: Sendable {
    /// What the connection string says, by libpq's keywords. May hold a password.
    private let settings: [String: String]
    private let defaults: [String: String]

    /// Shown by PostgreSQL in `pg_stat_activity`. Nil: what the string or the environment says.
    public var applicationName: String?
    /// For the whole way to a usable connection, over all hosts.
    public var connectTimeout: Duration = .seconds(2)
    /// For the answer to one group of statements. After it the connection is given up. Nil: without end.
    public var queryTimeout: Duration? = .milliseconds(2500)
    /// PostgreSQL's own guards, set on every connection; nil leaves the server's settings.
    public var statementTimeout: Duration? = .seconds(2)
    public var lockTimeout: Duration? = .seconds(1)
    public var idleInTransactionTimeout: Duration? = .seconds(5)
    /// Whether a commit waits until it is on disk. Without it, a crash of PostgreSQL may lose the last ones, though never
    /// a part of one.
    public var synchronousCommit = true
    /// Further run-time parameters of each session, by name, in the server's own words (manual, chapter 20).
    public var parameters: [String: String] = [:]
    /// How long sent bytes may stay unacknowledged before the kernel gives a TCP connection up.
    public var tcpUserTimeout: Duration = .seconds(3)
    /// libpq's `target_session_attrs`, unless the string or the environment names one. `read-write` finds the primary among several hosts.
    public var targetSessionAttributes = "read-write"

    /// - Parameter conninfo: libpq's `keyword=value` form or a `postgresql://` URI, with several hosts if need be. What
    ///   it leaves out comes from the `PG*` environment variables.
    public init(_ conninfo: String = "") throws(PGError) {
        settings = try RawConnInfo.parse(conninfo)
        defaults = RawConnInfo.defaults()
    }

    /// The settings for each host, in the order in which they are to be tried.
    var attempts: [[String: String]] {
        let base = baseSettings
        let list = { (name: String) in Self.list(base[name] ?? defaults[name]) }
        let (hosts, addresses, ports) = (list("host"), list("hostaddr"), list("port"))
        let count = max(hosts.count, addresses.count)
        let attributes = base["target_session_attrs"]
        guard count > 1, attributes != "prefer-standby", base["service"] ?? defaults["service"] == nil,
            [1, count].contains(ports.count) || ports.isEmpty, [0, count].contains(hosts.count),
            [0, count].contains(addresses.count)
        else { return [base] }
        return (0..<count).map { index in
            var one = base
            if !hosts.isEmpty { one["host"] = hosts[index] }
            if !addresses.isEmpty { one["hostaddr"] = addresses[index] }
            if !ports.isEmpty { one["port"] = ports[ports.count == 1 ? 0 : index] }
            return one
        }
    }

    private var baseSettings: [String: String] {
        var base = settings
        if let applicationName { base["application_name"] = applicationName }
        base["client_encoding"] = "UTF8"
        let patience = tcpUserTimeout.milliseconds
        for (keyword, value) in [
            "tcp_user_timeout": "\(patience)", "keepalives": "1", "keepalives_idle": "\(max(1, patience / 1000))",
            "keepalives_interval": "1", "keepalives_count": "3",
        ] where base[keyword] == nil {
            base[keyword] = value
        }
        if base["target_session_attrs"] == nil, RawConnInfo.environment("PGTARGETSESSIONATTRS") == nil {
            base["target_session_attrs"] = targetSessionAttributes
        }
        return base
    }

    private static func list(_ value: String?) -> [String] {
        guard let value, !value.isEmpty else { return [] }
        return value.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }

    /// What a new session is told first. Not through libpq's `options`, which poolers refuse.
    var sessionSettings: [(name: String, value: String)] {
        var list = [("synchronous_commit", synchronousCommit ? "on" : "off")]
        let guards = [
            ("statement_timeout", statementTimeout), ("lock_timeout", lockTimeout),
            ("idle_in_transaction_session_timeout", idleInTransactionTimeout),
        ]
        for (name, limit) in guards {
            if let limit { list.append((name, "\(max(1, limit.milliseconds))")) }
        }
        list += parameters.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        return list.map { (name: $0.0, value: $0.1) }
    }
}

extension PGConfiguration: CustomStringConvertible, CustomReflectable {
    /// Everything but what is secret.
    public var description: String {
        let secret: Set = ["password", "sslpassword", "passfile", "sslkey"]
        let shown = settings.filter { !secret.contains($0.key) }.sorted { $0.key < $1.key }
        return shown.isEmpty ? "(environment)" : shown.map { "\($0.key)=\($0.value)" }.joined(separator: " ")
    }

    public var customMirror: Mirror { Mirror(self, children: ["settings": description]) }
}

extension Duration {
    var milliseconds: Int64 { components.seconds * 1000 + components.attoseconds / 1_000_000_000_000_000 }
}
