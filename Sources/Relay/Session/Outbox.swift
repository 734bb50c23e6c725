import DequeModule

/// What waits to be sent to a client that reads slower than it is sent to: bounded in bytes.
struct Outbox<Frame> {
    enum Appended: Equatable {
        case queued
        /// It does not fit. The client is too slow: it is to be closed, and everything here dropped.
        case overflow
    }

    /// Bytes.
    let limit: Int
    private(set) var bytes = 0
    private var entries: Deque<(frame: Frame, bytes: Int)> = []

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { entries.isEmpty }
    var count: Int { entries.count }

    /// Adds a frame behind the others. An empty outbox takes a frame of any size: a snapshot may be longer than all else.
    mutating func append(_ frame: Frame, bytes size: Int) -> Appended {
        guard entries.isEmpty || size <= limit - bytes else { return .overflow }
        entries.append((frame, size))
        bytes += size
        return .queued
    }

    /// Takes the oldest. The last one gives the memory back.
    mutating func popFirst() -> Frame? {
        guard let entry = entries.popFirst() else { return nil }
        bytes -= entry.bytes
        if entries.isEmpty { entries = [] }
        return entry.frame
    }

    /// Drops everything, and gives the memory back.
    mutating func removeAll() {
        entries = []
        bytes = 0
    }
}
