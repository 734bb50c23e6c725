import ArgumentParser
import FoundationEssentials
import GameAPI
import Logging

/// What all commands do first and last: read the settings, open the log, and say in one line why it did not work.
enum Launch {
    /// Runs a command with its settings.
    static func run(
        _ options: SettingsOptions, _ command: (AppConfiguration, Logger) async throws -> Void
    ) async throws {
        do {
            let settings = SettingsReader(flags: options.values, environment: ProcessInfo.processInfo.environment)
            let configuration = try AppConfiguration(settings)
            LoggingSystem.bootstrap {
                LineLogHandler(label: $0, format: configuration.logFormat, level: configuration.logLevel)
            }
            var logger = Logger(label: "podium")
            logger[metadataKey: "instance"] = .string(configuration.instanceID)
            for name in settings.unknownVariables {
                logger.warning("no setting has this name", metadata: ["variable": .string(name)])
            }
            try await command(configuration, logger)
        } catch let error as SettingError {
            throw failure("\(error)", ExitCode(2))
        } catch let error as StartError {
            throw failure("\(error)", .failure)
        } catch let error as ExitCode {
            throw error
        } catch {
            throw failure("\(error)", .failure)
        }
    }

    private static func failure(_ line: String, _ code: ExitCode) -> ExitCode {
        StandardStream.error.writeLine("podium: " + line.split(whereSeparator: \.isNewline).joined(separator: " "))
        return code
    }
}
