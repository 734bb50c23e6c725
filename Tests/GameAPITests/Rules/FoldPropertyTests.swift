import Testing

@testable import GameAPI

/// However mutations are batched, they do what they would have done one at a time.
@Suite("Batches of random mutations")
struct FoldPropertyTests {
    @Test("Any batches: the same state, replies and changes as one at a time", arguments: 0..<8)
    func anyPartition(part: Int) {
        for seed in UInt64(part * 30)..<UInt64(part * 30 + 30) {
            var generator = RandomMutations(seed: seed)
            let mutations = generator.sequence(of: 80)
            var expected = MemoryStore.twoGames
            let results = mutations.flatMap { expected.commit([$0]) }
            #expect(expected.brokenInvariants() == [], "seed \(seed)")
            for size in [3, 12, 100] {
                var store = MemoryStore.twoGames
                var batched: [Result<MutationReply, MutationError>] = []
                for batch in generator.batches(of: mutations, upTo: size) {
                    batched += store.commit(batch)
                    #expect(store.brokenInvariants() == [], "seed \(seed), batches up to \(size)")
                }
                #expect(firstDifference(batched, results, mutations) == nil, "seed \(seed), batches up to \(size)")
                #expect(store == expected, "seed \(seed), batches up to \(size)")
            }
        }
    }

    /// A reply or error that differs, with its mutation: easier to read than two long arrays.
    private func firstDifference(
        _ left: [Result<MutationReply, MutationError>], _ right: [Result<MutationReply, MutationError>],
        _ mutations: [Mutation]
    ) -> String? {
        for index in mutations.indices where left[index] != right[index] {
            return "\(index): \(mutations[index].action): \(describe(left[index])) / \(describe(right[index]))"
        }
        return left.count == right.count ? nil : "\(left.count) results, \(right.count) expected"
    }

    @Test("The random sequences reach every kind of change and every error")
    func coverage() {
        var kinds: [Change.Kind: Int] = [:]
        var errors: [String: Int] = [:]
        var replays = 0
        for seed in 0..<150 as Range<UInt64> {
            var generator = RandomMutations(seed: seed)
            var store = MemoryStore.twoGames
            for result in store.commit(generator.sequence(of: 80)) {
                switch result {
                case .success(let reply): replays += reply.replayed ? 1 : 0
                case .failure(.versionConflict): errors["versionConflict", default: 0] += 1
                case .failure(let error): errors["\(error)", default: 0] += 1
                }
            }
            for change in store.changes { kinds[change.kind, default: 0] += 1 }
        }
        #expect(kinds.count == 18)
        #expect(kinds.filter { $0.value < 5 } == [:])
        #expect(replays >= 50)
        let all = [
            #"notFound("game")"#, #"notFound("board")"#, #"notFound("category")"#, #"notFound("question")"#,
            #"notFound("team")"#, #"notFound("player")"#, #"notFound("answer")"#, #"wrongGame(field: "player_id")"#,
            #"wrongGame(field: "question_id")"#, #"wrongGame(field: "team_id")"#, #"hasAnswers("board")"#,
            #"hasAnswers("category")"#, #"hasAnswers("question")"#, "scoreOutOfRange", "idempotencyKeyReused",
            "versionConflict",
        ]
        #expect(Set(errors.keys) == Set(all))
        #expect(errors.filter { $0.value < 5 } == [:])
    }
}
