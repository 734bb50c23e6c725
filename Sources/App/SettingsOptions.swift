import ArgumentParser

/// All settings as flags. They are read as text, and judged together with the environment's in ``AppConfiguration``.
struct SettingsOptions: ParsableArguments {
    @Option(help: "all, api (REST) or relay (WebSocket). Default all.") var role: String?
    @Option(help: "The address to listen on. Default 127.0.0.1.") var host: String?
    @Option(help: "The port to listen on; 0 takes a free one. Default 8080.") var port: String?
    @Option(help: "PostgreSQL, in libpq's form; several hosts may be named. Default: the PG* variables.")
    var databaseUrl: String?
    @Option(help: "A direct connection for LISTEN where database-url goes through a pooler (of sessions).")
    var listenDatabaseUrl: String?
    @Option(help: "The most connections to PostgreSQL. Default 8.") var databasePool: String?
    @Option(help: "How long a mutation may take, in milliseconds. Default 1800.") var mutationTimeout: String?
    @Option(help: "Signs tokens, at least 32 bytes; better given as PODIUM_SECRET. Made up on a loopback address.")
    var secret: String?
    @Option(help: "A token that makes its bearer the admin; with it only the admin makes games.") var adminToken:
        String?
    @Option(help: "tokens, or open for a trusted room, where no token is asked. Default tokens.") var auth: String?
    @Option(help: "The name of this instance. Made up by default.") var instanceId: String?
    @Option(help: "trace, debug, info, notice, warning, error or critical. Default info.") var logLevel: String?
    @Option(help: "text or json. Default text.") var logFormat: String?
    @Option(help: "The directory of the web pages. Looked for by default.") var webRoot: String?
    @Option(help: "The directory of openapi.yaml and asyncapi.yaml. Looked for by default.") var docsRoot: String?
    @Option(help: "on or off. Default on.") var metrics: String?
    @Option(help: "How long stopping may take, in seconds; then requests are cancelled. Default 8.")
    var shutdownTimeout: String?
    @Option(help: "How long to go on serving, already not ready, at the end, in milliseconds. Default 0.")
    var shutdownDelay: String?
    @Option(help: "The most bytes of a body. Default 1048576.") var bodyLimit: String?
    @Option(help: "The most bytes of a quiz file. Default 16777216.") var importLimit: String?
    @Option(help: "Mutations a second by token, 0 for no limit. Default 100.") var rateLimitToken: String?
    @Option(help: "Mutations a second by address, 0 for no limit. Default 500.") var rateLimitAddress: String?
    @Option(help: "Proxies whose X-Forwarded-For counts: addresses and CIDR blocks, with commas.")
    var trustedProxies: String?
    @Option(help: "The origins whose pages may connect by WebSocket, with commas; * for any. Default *.")
    var allowedOrigins: String?
    @Option(help: "Messages a second by WebSocket, 0 for no limit. Default 50.") var rateLimitSocket: String?
    @Option(help: "The most bytes of a WebSocket message. Default 4096.") var socketMessageLimit: String?
    @Option(help: "The most bytes that wait for a WebSocket client. Default 1048576.") var socketQueueLimit: String?
    @Option(help: "Seconds between pings. Default 20.") var pingInterval: String?

    /// The flags that were given.
    var values: [Setting: String] {
        let all: [Setting: String?] = [
            .role: role, .host: host, .port: port, .databaseURL: databaseUrl, .listenDatabaseURL: listenDatabaseUrl,
            .databasePool: databasePool, .mutationTimeout: mutationTimeout, .secret: secret, .adminToken: adminToken,
            .auth: auth, .instanceID: instanceId, .logLevel: logLevel, .logFormat: logFormat, .webRoot: webRoot,
            .docsRoot: docsRoot, .metrics: metrics, .shutdownTimeout: shutdownTimeout, .shutdownDelay: shutdownDelay,
            .bodyLimit: bodyLimit, .importLimit: importLimit, .rateLimitToken: rateLimitToken,
            .rateLimitAddress: rateLimitAddress, .trustedProxies: trustedProxies, .allowedOrigins: allowedOrigins,
            .rateLimitSocket: rateLimitSocket,
            .socketMessageLimit: socketMessageLimit, .socketQueueLimit: socketQueueLimit, .pingInterval: pingInterval,
        ]
        return all.compactMapValues { $0 }
    }
}
