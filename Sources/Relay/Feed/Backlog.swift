import NIOConcurrencyHelpers

/// What was handed to a shard and not dealt with yet, in bytes: bounded, as the loop's own queue is not.
final class Backlog: Sendable {
    enum Decision: Sendable {
        case taken
        /// It does not fit. Behind what is queued the shard has to read what it misses; until then more is dropped.
        case overflow
        case dropped
    }

    private struct State: Sendable {
        var bytes = 0
        var isOverflowing = false
    }

    private let limit: Int
    private let state = NIOLockedValueBox(State())

    init(limit: Int) { self.limit = limit }

    func add(_ bytes: Int) -> Decision {
        state.withLockedValue { state in
            if state.isOverflowing { return .dropped }
            guard state.bytes + bytes <= limit else {
                state.isOverflowing = true
                return .overflow
            }
            state.bytes += bytes
            return .taken
        }
    }

    /// It was dealt with.
    func remove(_ bytes: Int) { state.withLockedValue { $0.bytes -= bytes } }

    /// What was dropped is about to be read.
    func recover() { state.withLockedValue { $0.isOverflowing = false } }
}
