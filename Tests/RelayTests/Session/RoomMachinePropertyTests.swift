import Testing

@testable import Relay

@Suite struct RoomMachinePropertyTests {
    /// Whatever comes late, twice or not at all: each client sees each revision once and in order after a snapshot or the
    /// revision that it came with, and all end in the database's state.
    @Test(arguments: 0..<20)
    func everyClientSeesEachRevisionOnce(block: Int) {
        for index in 0..<20 {
            let seed = UInt64(block * 1_000 + index)
            var model = RoomMachineModel(seed: seed)
            var steps = 0
            while steps < 300, model.complaints.isEmpty {
                model.step()
                steps += 1
                // Not only in the end: a later read would make good for what was forgotten.
                if steps.isMultiple(of: 300) || model.chance(50) { model.settle() }
            }
            #expect(model.complaints.isEmpty, "seed \(seed), after \(steps) steps")
        }
    }

    /// The model leads everywhere: a test that never sees a reset says nothing of resets.
    @Test func theModelComesByEverything() {
        var starts: [RoomMachineModel.Machine.Start: Int] = [:]
        var pages = 0
        var resets = 0
        for seed in 0..<60 as Range<UInt64> {
            var model = RoomMachineModel(seed: seed)
            for _ in 0..<300 { model.step() }
            starts.merge(model.starts, uniquingKeysWith: +)
            pages += model.pages
            resets += model.resets
        }
        #expect(starts[.snapshot] ?? 0 > 200, "\(starts) \(pages) \(resets)")
        #expect(starts[.resumed] ?? 0 > 200)
        #expect(starts[.caughtUp] ?? 0 > 20)
        #expect(starts[.reset] ?? 0 > 5)
        #expect(pages > 100)
        #expect(resets > 20)
    }
}
