import NIOConcurrencyHelpers

/// Which games have a room on a shard, for who asks from elsewhere.
///
/// A game is in here before its room first reads the database: what was announced while it was not is then read.
final class OpenGames: Sendable {
    private let games = NIOLockedValueBox<Set<Int64>>([])

    func insert(_ game: Int64) { games.withLockedValue { _ = $0.insert(game) } }

    func remove(_ game: Int64) { games.withLockedValue { _ = $0.remove(game) } }

    func contains(_ game: Int64) -> Bool { games.withLockedValue { $0.contains(game) } }
}
