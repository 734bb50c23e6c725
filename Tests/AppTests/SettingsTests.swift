import ArgumentParser
import GameAPI
import Logging
import Testing

@testable import App

@Suite struct SettingsTests {
    private static let secret = String(repeating: "s", count: 32)

    private func configuration(
        _ flags: [Setting: String] = [:], _ environment: [String: String] = [:]
    ) throws -> AppConfiguration {
        try AppConfiguration(SettingsReader(flags: flags, environment: environment))
    }

    @Test func withoutSettingsThereAreTheStandards() throws {
        let standard = try configuration()
        #expect(standard.role == .all && standard.host == "127.0.0.1" && standard.port == 8_080)
        #expect(standard.databaseURL == "" && standard.listenDatabaseURL == "" && standard.databasePool == 8)
        #expect(standard.secret == nil && standard.adminToken == nil && standard.auth == .tokens)
        #expect(standard.logLevel == .info && standard.logFormat == .text && standard.metrics == .on)
        #expect(standard.bodyLimit == 1_048_576 && standard.importLimit == 16_777_216)
        #expect(standard.rateLimitToken == RateLimit(rate: 100, burst: 200))
        #expect(standard.rateLimitAddress == RateLimit(rate: 500, burst: 1_000))
        #expect(standard.shutdownTimeout == .seconds(8) && standard.shutdownDelay == .zero)
        #expect(standard.instanceID != (try configuration()).instanceID)
    }

    @Test func theFlagWinsOverTheEnvironment() throws {
        let environment = ["PODIUM_PORT": "1", "PODIUM_HOST": "::1", "PODIUM_DATABASE_URL": "host=a"]
        let both = try configuration([.port: "2"], environment)
        #expect(both.port == 2 && both.host == "::1")
        #expect(both.databaseURL == "host=a" && both.listenDatabaseURL == "host=a")
        #expect(both.baseURL(port: both.port) == "http://[::1]:2")
    }

    @Test func everySettingHasAFlagAndAVariable() throws {
        for setting in Setting.allCases {
            let options = try SettingsOptions.parse(["--\(setting.rawValue)", "some value"])
            #expect(options.values == [setting: "some value"])
            let reader = SettingsReader(flags: [:], environment: [setting.environmentName: "some value"])
            #expect(reader.text(setting) == "some value")
            #expect(reader.unknownVariables.isEmpty)
        }
        #expect(Setting.rateLimitToken.environmentName == "PODIUM_RATE_LIMIT_TOKEN")
    }

    @Test(
        arguments: [
            (.role, "both"), (.host, ""), (.port, "65536"), (.port, "-1"), (.port, "80 "), (.port, ""), (.port, "0x10"),
            (.databasePool, "0"), (.mutationTimeout, "1s"), (.secret, ""), (.adminToken, ""),
            (.adminToken, "a b"), (.auth, "none"), (.instanceID, ""), (.logLevel, "loud"), (.logFormat, "xml"),
            (.webRoot, ""), (.docsRoot, ""), (.metrics, "yes"), (.shutdownTimeout, "0"), (.shutdownDelay, "-1"),
            (.shutdownDelay, "8000"),
            (.bodyLimit, "1MiB"), (.importLimit, "0"), (.rateLimitToken, "-1"), (.rateLimitAddress, "many"),
            (.trustedProxies, "10.0.0.0/33"), (.rateLimitSocket, "x"), (.socketMessageLimit, "0"),
            (.socketQueueLimit, "1.5"), (.pingInterval, "0"),
        ] as [(Setting, String)])
    func whatCannotBeReadStopsTheStart(setting: Setting, value: String) throws {
        for (flags, environment) in [([setting: value], [:]), ([:], [setting.environmentName: value])] {
            let error = #expect(throws: SettingError.self) { try configuration(flags, environment) }
            #expect(error?.setting == setting)
            let line = "\(try #require(error))"
            #expect(line.contains("--\(setting.rawValue)") && line.contains(setting.environmentName))
            #expect(!line.contains("\n"))
            #expect(!setting.isSecret || value.isEmpty || !line.contains(value))
        }
    }

    @Test func misspeltVariablesAreKnown() {
        let reader = SettingsReader(
            flags: [:], environment: ["PODIUM_PROT": "1", "PODIUM_PORT": "1", "PORT": "1", "PODIUM_TEST_X": "1"])
        #expect(reader.unknownVariables == ["PODIUM_PROT"])
    }

    @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1", "localhost", "::ffff:127.0.0.1"])
    func onALoopbackAddressASecretIsMadeUp(host: String) throws {
        let local = try configuration([.host: host])
        #expect(try local.signingSecret(makeUp: { "made up" }) == "made up")
        let own = try configuration([.host: host, .secret: Self.secret])
        #expect(try own.signingSecret(makeUp: { "made up" }) == Self.secret)
    }

    @Test(arguments: ["0.0.0.0", "::", "10.0.0.1", "example.org", "128.0.0.1"])
    func elsewhereItIsAsked(host: String) throws {
        let bare = try configuration([.host: host])
        #expect(throws: SettingError.self) { try bare.signingSecret(makeUp: { "made up" }) }
        let own = try configuration([.host: host, .secret: Self.secret])
        #expect(try own.signingSecret(makeUp: { "made up" }) == Self.secret)
    }
}
