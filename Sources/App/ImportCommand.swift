import ArgumentParser
import GameAPI
import Logging

/// `podium import`
struct ImportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import", abstract: "Make a game from a quiz file, and print its links and tokens.",
        discussion: "The file is JSON (export_version 1.0) or CSV (round,category,points,question,answer[,flags]).")

    @Argument(help: "The quiz file.") var file: String
    @Option(help: "The game's name, in place of the file's.") var name: String?
    @OptionGroup var settings: SettingsOptions

    func run() async throws {
        try await Launch.run(settings) { configuration, logger in
            let bytes = try InputFile.bytes(of: file, limit: configuration.importLimit)
            let isCSV = Self.isCSV(bytes, path: file)
            let game: ImportedGame
            do {
                game = try await importGame(bytes, isCSV: isCSV, configuration, logger: logger)
            } catch let problem as Problem {
                throw Self.report(problem, file: file)
            } catch let error as MutationError {
                throw StartError(error.problemForPeople)
            }
            for line in game.lines(configuration) { StandardStream.output.writeLine(line) }
        }
    }

    /// One line for each fault of the file.
    private static func report(_ problem: Problem, file: String) -> ExitCode {
        for line in problem.errors.map({ "\($0.field): \($0.detail)" })
            + (problem.errors.isEmpty ? [problem.detail] : [])
        {
            StandardStream.error.writeLine("podium: \(file): \(line)")
        }
        return .failure
    }

    /// By the name's ending, else by the first character: a JSON quiz begins with a brace.
    static func isCSV(_ bytes: [UInt8], path: String) -> Bool {
        let name = path.lowercased()
        if name.hasSuffix(".csv") { return true }
        if name.hasSuffix(".json") { return false }
        let first = bytes.first { !($0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0)) }
        return first != UInt8(ascii: "{") && first != UInt8(ascii: "[")
    }
}

extension MutationError {
    /// What a person at a terminal can do about an import that failed in the database.
    fileprivate var problemForPeople: String {
        switch self {
        case .databaseUnavailable: "the database is away; nothing was stored"
        case .outcomeUnknown: "the database went away at the end: look whether the game is there before trying again"
        default: "the database refused the game, nothing was stored: \(self)"
        }
    }
}
