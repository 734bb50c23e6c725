import Testing

@testable import GameAPI

/// Games share batches, never state.
@Suite("Two games in the same batches")
struct InterleavingTests {
    @Test("Any interleaving of two games' mutations: each game as if it were alone", arguments: 0..<8)
    func anyInterleaving(part: Int) {
        for seed in UInt64(part * 30)..<UInt64(part * 30 + 30) {
            var generator = RandomMutations(seed: seed)
            let sequences = [1, 2].map { generator.sequence(of: 50, games: [$0]) }
            let alone = sequences.map { sequence in
                var store = GamesApart()
                let outcomes = sequence.flatMap { store.commit([$0]) }
                return (outcomes: outcomes, store: store.store.part(of: sequence[0].gameID))
            }

            let mixed = interleave(sequences[0], sequences[1], &generator)
            var together = GamesApart()
            var outcomes: [String] = []
            for batch in generator.batches(of: mixed, upTo: 20) { outcomes += together.commit(batch) }

            #expect(together.store.brokenInvariants() == [], "seed \(seed)")
            for (index, game) in [1, 2].enumerated() as EnumeratedSequence<[Int64]> {
                let own = zip(mixed, outcomes).filter { $0.0.gameID == game }.map(\.1)
                #expect(own == alone[index].outcomes, "seed \(seed), game \(game)")
                #expect(together.store.part(of: game) == alone[index].store, "seed \(seed), game \(game)")
            }
        }
    }

    private func interleave(
        _ left: [Mutation], _ right: [Mutation], _ generator: inout RandomMutations
    ) -> [Mutation] {
        var (left, right) = (left[...], right[...])
        var mixed: [Mutation] = []
        while let next = left.isEmpty || (!right.isEmpty && generator.chance(50)) ? right.popFirst() : left.popFirst() {
            mixed.append(next)
        }
        return mixed
    }
}

/// A store whose new ids depend on the game alone.
private struct GamesApart {
    var store = MemoryStore.twoGames
    private var nextID: [Int64: Int64] = [1: 100, 2: 200]

    /// One batch, folded mutation by mutation, so that each can be given ids of its own game.
    mutating func commit(_ batch: [Mutation]) -> [String] {
        var state = store.load(BatchNeeds(batch))
        let outcomes = batch.map { mutation in
            let id = nextID[mutation.gameID] ?? 0
            state.newIDs = NewIDs(boards: [id], categories: [id], questions: [id], teams: [id], players: [id])
            let result = state.fold([mutation])[0]
            nextID[mutation.gameID] = id + 1
            return outcome(result)
        }
        store.store(state)
        return outcomes
    }

    /// Whether something is unknown or another game's depends on what the other game did meanwhile.
    private func outcome(_ result: Result<MutationReply, MutationError>) -> String {
        switch result {
        case .failure(.notFound), .failure(.wrongGame): "not of this game"
        default: describe(result)
        }
    }
}

extension MemoryStore {
    /// What belongs to one game.
    fileprivate func part(of game: Int64) -> MemoryStore {
        var part = self
        part.games = games.filter { $0.key == game }
        part.boards = boards.filter { $0.value.gameID == game }
        part.categories = categories.filter { $0.value.gameID == game }
        part.questions = questions.filter { $0.value.gameID == game }
        part.contents = contents.filter { questions[$0.key]?.gameID == game }
        part.teams = teams.filter { $0.value.gameID == game }
        part.profiles = profiles.filter { $0.value.gameID == game }
        part.scores = scores.filter { $0.value.gameID == game }
        part.answers = answers.filter { scores[$0.key.playerID]?.gameID == game }
        part.replies = replies.filter { abs($0.key.scope) == game }
        part.changes = log(of: game)
        return part
    }
}
