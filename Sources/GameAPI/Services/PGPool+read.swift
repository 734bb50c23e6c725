import PGStore

extension PGPool {
    /// Runs statements that change nothing in one flight: once more, on another connection, if the first one breaks.
    func read(_ calls: [PGCall]) async throws -> [PGRows] {
        do {
            return try await withConnection { try await $0.pipeline(calls) }
        } catch let error as PGError where error.isConnectionLoss && error != .timeout {
            return try await withConnection { try await $0.pipeline(calls) }
        }
    }
}
