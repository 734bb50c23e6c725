extension PodiumRequestContext {
    /// Refuses who may not see the game.
    func requireRead(_ game: Int64) throws(Problem) { try require(actor.may(read: game)) }

    /// Refuses who may not change the game.
    func requireMutate(_ game: Int64) throws(Problem) { try require(actor.mayMutate(game)) }

    /// Refuses who may not see answers and the join code.
    func requireExport(_ game: Int64) throws(Problem) { try require(actor.mayExport(game)) }

    private func require(_ allowed: Bool) throws(Problem) {
        guard allowed else { throw actor == .anonymous ? .unauthorized : .forbidden }
    }
}
