import GameAPI
import Logging
import PGStore

extension ImportCommand {
    /// Makes the game in the database, with tokens that a server of the same secret accepts.
    func importGame(
        _ bytes: [UInt8], isCSV: Bool, _ configuration: AppConfiguration, logger: Logger
    ) async throws -> ImportedGame {
        // The file comes first: its faults need neither secret nor database to be told.
        try QuizCheck.check(bytes, isCSV: isCSV, name: name)
        guard let secret = configuration.secret else {
            throw SettingError(
                setting: .secret, problem: "must be set to what the server has, or it will not know the game's tokens")
        }
        let authority = try await TokenAuthority(secret: secret)
        var configuration = configuration
        configuration.role = .api  // It listens to nothing.
        let backend = try Backend.live(configuration, authority: authority, logger: logger)
        try await StartupCheck(expected: Schema.currentVersion).run(backend.schemaState)

        let pool = PGPool(configuration: try configuration.database(), maximumConnections: 1, logger: logger)
        let importer = GameImporter(creator: GameCreator(pool: pool, logger: logger), tokens: authority)
        let game = try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await pool.run() }
            defer { group.cancelAll() }
            return try await importer.importGame(bytes, isCSV: isCSV, name: name)
        }
        return ImportedGame(
            gameID: game.gameID, joinCode: game.joinCode, hostToken: game.hostToken, boardToken: game.boardToken)
    }
}
