import DequeModule

/// The newest changes of a game, without a hole, at most so many and so many bytes: the oldest make room for new ones.
struct RecentChanges<Frame: Sendable>: Sendable {
    private let maximumCount: Int
    private let maximumBytes: Int
    private var changes = Deque<LoggedFrame<Frame>>()
    private(set) var bytes = 0
    /// The revision before the oldest one held: everything after it is here.
    private(set) var start: Int64

    init(after revision: Int64, maximumCount: Int, maximumBytes: Int) {
        start = revision
        self.maximumCount = maximumCount
        self.maximumBytes = maximumBytes
    }

    /// The newest revision; its change itself may have been too large to be held.
    var end: Int64 { start + Int64(changes.count) }

    var count: Int { changes.count }

    /// Whether all that came after `revision` is here.
    func covers(_ revision: Int64) -> Bool { start <= revision && revision <= end }

    /// What came after `revision`, which must be covered.
    func frames(after revision: Int64) -> [Frame] {
        precondition(covers(revision), "there is a hole after revision \(revision)")
        return changes[Int(revision - start)...].map(\.frame)
    }

    /// Takes the change that follows `end`, and no other.
    mutating func append(_ change: LoggedFrame<Frame>) {
        precondition(change.revision == end + 1, "\(change.revision) does not follow \(end)")
        changes.append(change)
        bytes += change.bytes
        while changes.count > maximumCount || bytes > maximumBytes {
            bytes -= changes.removeFirst().bytes
            start += 1
        }
    }
}
