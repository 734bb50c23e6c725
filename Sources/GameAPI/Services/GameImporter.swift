/// Makes games from quiz files, for the command line.
public struct GameImporter: Sendable {
    let creator: GameCreator
    let tokens: TokenAuthority

    public init(creator: GameCreator, tokens: TokenAuthority) {
        self.creator = creator
        self.tokens = tokens
    }

    /// Makes a game from a file's bytes.
    ///
    /// Throws ``Problem`` naming lines or JSON paths, and then nothing is stored; or ``MutationError``.
    /// - Parameter name: The game's name, in place of the file's.
    public func importGame(_ bytes: [UInt8], isCSV: Bool, name: String?) async throws -> CreatedGame {
        let quiz = try QuizFile(bytes, isCSV: isCSV, name: name)
        return try await CreatedGame(try await creator.create(quiz), tokens: tokens)
    }
}
