import TestSupport

@testable import Relay

/// A room, its hub, the database and the clients, with everything that can come late or go wrong between them.
struct RoomMachineModel {
    typealias Machine = RoomMachine<Int, ModelFrame>

    enum Event {
        case changes([LoggedFrame<ModelFrame>])
        case upTo(Int64)
        case resumed
    }

    static let limits = Machine.Limits(
        ringChanges: 8, ringBytes: 100, pageChanges: 5, pageBytes: 60, distance: 30)

    var random: SeededGenerator
    var machine = Machine(limits: limits)
    var database = RoomMachineModelDatabase()
    /// What the database has announced and the room has not heard yet.
    var queue: [Event] = []
    var isListening = true
    var reading: Machine.Query?
    /// What the read under way has seen so far.
    var page: Machine.Page?
    var readSnapshot: (revision: Int64, state: UInt64)?
    var hubSnapshot: (revision: Int64, state: UInt64) = (-1, 0)
    var clients: [Int: RoomMachineModelClient] = [:]
    var seats = 0
    /// In this world the log is cut, and the database loses what it had committed.
    var isUnlucky = false
    /// The higher, the fewer changes there are.
    var calm = 1
    /// How often the database has gone back, and whether the room cannot know yet.
    var pasts = 0
    var isPastUnseen = false
    var complaints: [String] = []
    var starts: [Machine.Start: Int] = [:]
    var pages = 0
    var resets = 0

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        isUnlucky = chance(2)
        calm = number(1...6)
        for _ in 0..<number(0...90) { _ = database.commit(random.next()) }
        if chance(3) { database.cutLog(before: Int64(number(0...20))) }
        if chance(2) { perform(machine.open()) }
    }

    mutating func number(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &random) }
    mutating func chance(_ oneIn: Int) -> Bool { number(1...oneIn) == 1 }

    /// Does what the hub does, and looks whether all is as it should be.
    mutating func perform(_ actions: [Machine.Action]) {
        for action in actions {
            switch action {
            case .read(let query):
                if reading != nil { complaints.append("a read while another is under way") }
                if query.limit > Self.limits.pageChanges { complaints.append("a page too long") }
                reading = query
                page = nil
                readSnapshot = nil
            case .broadcast(let frames):
                bound(frames)
                for seat in clients.keys where clients[seat]?.isLive == true { clients[seat]?.receive(frames) }
            case .admit(let seats, let start, let frames):
                bound(frames)
                starts[start, default: 0] += seats.count
                for seat in seats { admit(seat, start, frames) }
            case .page(let seats, let welcome, let frames):
                bound(frames)
                pages += seats.count
                for seat in seats {
                    if clients[seat] == nil { complaints.append("a page for \(seat), which is not there") }
                    clients[seat]?.page(welcome: welcome, frames)
                }
            case .reset:
                resets += 1
                for seat in clients.keys where clients[seat]?.isLive == true { clients[seat]?.reset(to: hubSnapshot) }
            case .dissolve:
                complaints.append("dissolved")
            }
        }
        look()
    }

    private mutating func admit(_ seat: Int, _ start: Machine.Start, _ frames: [ModelFrame]) {
        guard let client = clients[seat] else { return complaints.append("\(seat) admitted, and is not there") }
        clients[seat]?.admit(start, frames, snapshot: hubSnapshot)
        let isLogWhole = (client.after ?? -1) >= database.cut && client.pastsAtJoin == pasts
        if start == .snapshot, isLogWhole, let after = client.after, after <= newestAtJoin[seat] ?? -1 {
            complaints.append("\(seat) asked for what is after \(after), which is in the log, and got a snapshot")
        }
    }

    /// The database's revision when a seat came.
    var newestAtJoin: [Int: Int64] = [:]

    private mutating func bound(_ frames: [ModelFrame]) {
        let bytes = frames.map { RoomMachineModelDatabase.logged($0).bytes }.reduce(0, +)
        if frames.count > Self.limits.pageChanges + Self.limits.ringChanges { complaints.append("too many frames") }
        if bytes > Self.limits.pageBytes + Self.limits.ringBytes { complaints.append("too many bytes") }
    }

    private mutating func look() {
        for (seat, client) in clients {
            complaints += client.complaints.map { "\(seat): \($0)" }
            if client.isLive, machine.isOpen, client.revision != machine.sent {
                complaints.append("\(seat) has \(client.revision), the room \(machine.sent)")
            }
        }
        if machine.ring.count > Self.limits.ringChanges { complaints.append("the ring has too many changes") }
        if machine.ring.bytes > Self.limits.ringBytes { complaints.append("the ring has too many bytes") }
        if machine.isEmpty != clients.isEmpty { complaints.append("isEmpty is wrong") }
    }
}
