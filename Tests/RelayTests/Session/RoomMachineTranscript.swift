@testable import Relay

/// A room whose changes are their revisions, and whose actions are lines to be read.
struct RoomMachineTranscript {
    typealias Machine = RoomMachine<String, Int64>

    var machine: Machine

    init(_ limits: Machine.Limits = Machine.Limits()) {
        machine = Machine(limits: limits)
    }

    /// A room that is open, and has a snapshot of that revision.
    static func opened(at revision: Int64, _ limits: Machine.Limits = Machine.Limits()) -> Self {
        var room = Self(limits)
        _ = room.open()
        _ = room.answered(revision, snapshot: revision)
        return room
    }

    mutating func open() -> [String] { lines(machine.open()) }
    mutating func join(_ seat: String, after: Int64? = nil) -> [String] { lines(machine.join(seat, after: after)) }
    mutating func announced(_ revisions: Int64...) -> [String] { lines(machine.announced(changes(revisions))) }
    mutating func announced(_ range: ClosedRange<Int64>) -> [String] { lines(machine.announced(changes(range))) }
    mutating func announced(upTo revision: Int64) -> [String] { lines(machine.announced(upTo: revision)) }
    mutating func resumed() -> [String] { lines(machine.resumed()) }
    mutating func drained(_ seat: String) -> [String] { lines(machine.drained(seat)) }
    mutating func gone() -> [String] { lines(machine.answered(nil)) }

    mutating func answered(
        _ newest: Int64, snapshot: Int64? = nil, _ range: ClosedRange<Int64>? = nil, bytes: Int = 1
    ) -> [String] {
        let page = Machine.Page(
            revision: newest, snapshotRevision: snapshot, changes: range.map { changes($0, bytes: bytes) } ?? [])
        return lines(machine.answered(page))
    }

    private func changes(_ revisions: some Sequence<Int64>, bytes: Int = 1) -> [LoggedFrame<Int64>] {
        revisions.map { LoggedFrame(revision: $0, frame: $0, bytes: bytes) }
    }

    private func lines(_ actions: [Machine.Action]) -> [String] {
        actions.map { action in
            switch action {
            case .read(let query):
                "read" + (query.snapshot ? " snapshot" : "")
                    + (query.changesAfter.map { " \(query.limit) after \($0)" } ?? "") + (query.live ? " live" : "")
            case .broadcast(let frames): "to all" + list(frames)
            case .admit(let seats, let start, let frames): "\(list(seats)) \(start)" + list(frames)
            case .page(let seats, let welcome, let frames):
                "\(list(seats)) page" + (welcome ? " with welcome" : "") + list(frames)
            case .reset: "reset"
            case .dissolve: "dissolve"
            }
        }
    }

    private func list(_ seats: [String]) -> String { seats.sorted().joined(separator: "+") }

    private func list(_ frames: [Int64]) -> String {
        guard let first = frames.first, let last = frames.last else { return "" }
        return frames == Array(first...last) ? ": \(first)...\(last)" : ": \(frames)"
    }
}
