@testable import Relay

/// A change in the model: its revision, and what it says.
struct ModelFrame: Sendable, Equatable {
    let revision: Int64
    let content: UInt64
}

/// A game's log, and its state at each revision, in which all contents up to it are folded: who has missed one, or has
/// seen one twice, has another state.
struct RoomMachineModelDatabase {
    private(set) var changes: [ModelFrame] = []
    private var states: [UInt64] = [0]
    /// Changes up to this one are not in the log any more.
    private(set) var cut: Int64 = 0

    var newest: Int64 { Int64(changes.count) }

    static func fold(_ state: UInt64, _ frame: ModelFrame) -> UInt64 {
        (state ^ frame.content) &* 0x100_0000_01B3 &+ 1
    }

    func state(at revision: Int64) -> UInt64 { states[Int(revision)] }

    func logged(after revision: Int64, limit: Int) -> [LoggedFrame<ModelFrame>] {
        changes.dropFirst(Int(min(max(revision, cut), newest))).prefix(limit).map(Self.logged)
    }

    static func logged(_ frame: ModelFrame) -> LoggedFrame<ModelFrame> {
        LoggedFrame(revision: frame.revision, frame: frame, bytes: 5 + Int(frame.content % 25))
    }

    mutating func commit(_ content: UInt64) -> LoggedFrame<ModelFrame> {
        let frame = ModelFrame(revision: newest + 1, content: content)
        changes.append(frame)
        states.append(Self.fold(states.last!, frame))
        return Self.logged(frame)
    }

    mutating func cutLog(before revision: Int64) {
        cut = max(cut, min(revision, newest))
    }

    /// A failover to a server that had not got the last commits.
    mutating func goBack(to revision: Int64) {
        changes.removeLast(Int(newest - revision))
        states.removeLast(states.count - Int(revision) - 1)
        cut = min(cut, revision)
    }
}
