import ArgumentParser
import Dispatch
import GameAPI
import Glibc
import Logging
import Metrics
import NIOCore
import UnixSignals

/// `podium serve`
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "serve", abstract: "Serve games until SIGTERM.")

    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        try await Launch.run(settings) { configuration, logger in
            let metrics = PrometheusMetrics()
            MetricsSystem.bootstrap(metrics)
            try await serve(configuration, metrics: metrics, logger: logger)
        }
    }

    private func serve(_ configuration: AppConfiguration, metrics: PrometheusMetrics, logger: Logger) async throws {
        let secret = try configuration.signingSecret {
            logger.warning("made up a secret: its tokens are worth nothing after a restart; set PODIUM_SECRET")
            return Self.randomSecret()
        }
        if secret.utf8.count < TokenAuthority.recommendedSecretBytes {
            logger.warning(
                "the secret can be guessed; a good one is made by: openssl rand -hex 32",
                metadata: ["bytes": "\(secret.utf8.count)", "recommended": "\(TokenAuthority.recommendedSecretBytes)"])
        }
        let authority = try await TokenAuthority(secret: secret)
        let backend = try Backend.live(configuration, authority: authority, logger: logger)
        let application = try await buildApplication(
            configuration, backend: backend, authority: authority, metrics: metrics, logger: logger,
            stoppedBy: [.sigterm, .sigint],
            onListening: { port in
                StandardStream.output.writeLine(
                    "podium: listening on \(configuration.baseURL(port: port)) role=\(configuration.role.rawValue)")
            },
            onStopping: { Self.exitAfter(configuration.shutdownTimeout + .seconds(1), logger) })
        try await StartupCheck(expected: Schema.currentVersion).run(backend.schemaState)
        do {
            try await application.run()
        } catch let error as IOError {
            throw StartError(
                "cannot listen on \(configuration.host):\(configuration.port): \(String(cString: strerror(error.errnoCode)))"
                    + " (settings host, port)")
        }
    }

    /// 256 random bits in hexadecimal digits.
    private static func randomSecret() -> String {
        (0..<4).map { _ in String(UInt64.random(in: 1 << 60 ... .max), radix: 16) }.joined()
    }

    /// Ends the process if even cancelling everything has not ended it: a process that hangs is replaced by nobody.
    private static func exitAfter(_ time: Duration, _ logger: Logger) {
        let seconds = Int(time.components.seconds)
        DispatchQueue.global().asyncAfter(deadline: .now() + .seconds(seconds)) {
            logger.critical("the shutdown did not come to an end: exiting")
            Glibc.exit(1)
        }
    }
}
