@testable import Relay

/// What a client makes of what it is sent; it complains of each thing that it should not have been sent.
struct RoomMachineModelClient {
    /// What it asked for, or nil.
    let after: Int64?
    /// How often the database had gone back when it came.
    let pastsAtJoin: Int
    private(set) var isWelcomed = false
    private(set) var isLive = false
    var isWriting = false
    private(set) var revision: Int64 = 0
    /// nil: it came with a revision that there was not yet, and nobody knows what it takes for its state.
    private(set) var state: UInt64?
    private(set) var complaints: [String] = []

    init(after: Int64?, state: UInt64?, pasts: Int) {
        self.after = after
        self.pastsAtJoin = pasts
        self.revision = after ?? 0
        self.state = state
    }

    mutating func receive(_ frames: [ModelFrame]) {
        for frame in frames {
            if frame.revision != revision + 1 { complaints.append("\(frame.revision) follows \(revision)") }
            revision = frame.revision
            state = state.map { RoomMachineModelDatabase.fold($0, frame) }
        }
    }

    mutating func page(welcome: Bool, _ frames: [ModelFrame]) {
        if isLive { complaints.append("a page for a live seat") }
        if isWriting { complaints.append("a page before the last one had left") }
        if frames.isEmpty { complaints.append("an empty page") }
        if welcome == isWelcomed { complaints.append("not one welcome, with the first page") }
        if after == nil { complaints.append("a page for a seat that did not ask for it") }
        isWelcomed = true
        isWriting = true
        receive(frames)
    }

    mutating func admit(
        _ start: RoomMachine<Int, ModelFrame>.Start, _ frames: [ModelFrame], snapshot: (revision: Int64, state: UInt64)
    ) {
        if isLive { complaints.append("admitted twice") }
        if isWriting { complaints.append("admitted before its page had left") }
        let mayStart =
            switch start {
            case .snapshot: !isWelcomed
            case .resumed: !isWelcomed && after != nil
            case .caughtUp, .reset: isWelcomed
            }
        if !mayStart { complaints.append("starts with \(start), welcomed: \(isWelcomed)") }
        if start == .snapshot || start == .reset { (revision, state) = snapshot }
        isWelcomed = true
        isLive = true
        receive(frames)
    }

    mutating func reset(to snapshot: (revision: Int64, state: UInt64)) {
        if !isLive { complaints.append("reset, and not live") }
        (revision, state) = snapshot
    }
}
