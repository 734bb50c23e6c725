/// What a listener has heard and its consumer has not yet taken, bounded in bytes.
///
/// On overflow everything is dropped for one `.resumed`: whoever gets it reads again, and so misses nothing.
struct EventBuffer: Sendable {
    private let limit: Int
    private var events: [PGListenerEvent] = []
    private var bytes = 0
    private(set) var overflows = 0

    init(limit: Int) { self.limit = limit }

    var isEmpty: Bool { events.isEmpty }

    mutating func append(_ event: PGListenerEvent) {
        if event == .resumed {
            // What came before it will be read again anyway.
            clear()
        } else if bytes + event.byteCount > limit {
            clear()
            overflows += 1
            events.append(.resumed)
            if event.byteCount > limit { return }
        }
        bytes += event.byteCount
        events.append(event)
    }

    /// What there is, in order; nothing is left.
    mutating func takeAll() -> [PGListenerEvent] {
        defer { clear() }
        return events
    }

    private mutating func clear() {
        events = []
        bytes = 0
    }
}

extension PGListenerEvent {
    /// With something for the event itself, so that a flood of empty ones is bounded too.
    var byteCount: Int {
        switch self {
        case .resumed: 0
        case .notification(let channel, let payload, _): 64 + channel.utf8.count + payload.utf8.count
        }
    }
}
