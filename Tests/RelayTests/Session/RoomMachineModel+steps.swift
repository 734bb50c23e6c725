@testable import Relay

extension RoomMachineModel {
    /// Something happens.
    mutating func step() {
        switch number(0...99) {
        case 0..<12: commit()
        case 12..<28: hear()
        case 28..<62: advanceRead()
        case 62..<72: join()
        case 72..<76: leave()
        case 76..<90: drain()
        case 90..<93 where isListening: isListening = false
        case 90..<93: listen()
        case 93..<96: disturb()
        case 96 where isUnlucky: database.cutLog(before: Int64(number(0...Int(database.newest))))
        case 97 where isUnlucky: goBack()
        default: perform(machine.announced(upTo: Int64(number(0...Int(database.newest)))))
        }
    }

    mutating func commit() {
        guard !isPastUnseen, chance(calm) else { return }
        let changes = (0..<number(1...(chance(6) ? 20 : 4))).map { _ in database.commit(random.next()) }
        guard isListening else { return }
        queue.append(changes.count > 4 || chance(4) ? .upTo(database.newest) : .changes(changes))
    }

    mutating func hear() {
        guard !queue.isEmpty else { return }
        switch queue.removeFirst() {
        case .changes(let changes): perform(machine.announced(changes))
        case .upTo(let revision): perform(machine.announced(upTo: revision))
        case .resumed: perform(machine.resumed())
        }
    }

    /// A read sees the revision and the changes at one moment, the snapshot at a later one, and is answered later still.
    mutating func advanceRead() {
        guard let query = reading else { return }
        if page == nil {
            let changes = query.changesAfter.map { database.logged(after: $0, limit: query.limit) } ?? []
            page = Machine.Page(revision: database.newest, changes: changes)
            // A read that began after the listener's return: now the room gets to know.
            if isListening, !queue.contains(where: { if case .resumed = $0 { true } else { false } }) {
                isPastUnseen = isPastUnseen && !(query.live || machine.phase == .opening)
            }
        } else if query.snapshot, readSnapshot == nil {
            readSnapshot = (database.newest, database.state(at: database.newest))
        } else if var page {
            reading = nil
            if let readSnapshot { hubSnapshot = readSnapshot }
            page.snapshotRevision = readSnapshot?.revision
            perform(machine.answered(page))
        }
    }

    mutating func join() {
        guard clients.count < 12 else { return }
        let newest = database.newest
        let after: Int64? =
            switch number(0...9) {
            case 0..<3: nil
            case 3..<5: newest
            case 5..<7: max(0, newest - Int64(number(0...12)))
            case 7..<9: Int64(number(0...Int(newest)))
            default: newest + Int64(number(1...9))
            }
        seats += 1
        newestAtJoin[seats] = newest
        let state = after.flatMap { $0 <= newest ? database.state(at: $0) : nil }
        clients[seats] = RoomMachineModelClient(after: after, state: state, pasts: pasts)
        perform(machine.join(seats, after: after))
    }

    mutating func leave() {
        // Also one that has left already.
        let seat = number(1...(seats + 1))
        clients[seat] = nil
        machine.leave(seat)
        perform([])
    }

    mutating func drain() {
        if chance(8) { perform(machine.drained(number(1...(seats + 1)) + 1_000)) }
        guard let seat = clients.filter({ $0.value.isWriting }).keys.sorted().randomElement(using: &random) else {
            return
        }
        clients[seat]?.isWriting = false
        perform(machine.drained(seat))
    }

    mutating func listen() {
        isListening = true
        queue.append(.resumed)
    }

    /// Announcements are lost, come twice, or in another order.
    private mutating func disturb() {
        guard !queue.isEmpty else { return }
        let place = number(0...(queue.count - 1))
        switch number(0...2) {
        case 0:
            queue.remove(at: place)
            queue.append(.resumed)
        case 1: queue.append(queue[place])
        default: queue.append(queue.remove(at: place))
        }
    }

    private var isWriting: Bool { clients.values.contains(where: \.isWriting) }

    /// What the database has lost can be seen only until it has made up for it: it stands still until the room has read.
    private mutating func goBack() {
        guard !isPastUnseen else { return }
        let revision = Int64(number(Int(max(database.cut, database.newest - 20))...Int(database.newest)))
        database.goBack(to: revision)
        pasts += 1
        isPastUnseen = true
        queue = []
        isListening = false
        // Nothing can tell these that what they have has been lost.
        for (seat, client) in clients where !client.isWelcomed && client.after ?? 0 > revision {
            clients[seat] = nil
            machine.leave(seat)
        }
    }

    /// Everything works from now on, and there is time.
    mutating func settle() {
        if !isListening { listen() }
        for _ in 0..<3_000 {
            if !complaints.isEmpty { return }
            if !queue.isEmpty {
                hear()
            } else if reading != nil {
                advanceRead()
            } else if isWriting {
                drain()
            } else {
                break
            }
        }
        if !queue.isEmpty || reading != nil || isWriting { complaints.append("it never comes to rest") }
        for (seat, client) in clients.sorted(by: { $0.key < $1.key }) {
            if !client.isLive { complaints.append("\(seat) waits for ever, after \(client.after ?? -1)") }
            let isRight = client.state.map { $0 == database.state(at: database.newest) } ?? true
            if client.isLive, client.revision != database.newest || !isRight {
                complaints.append("\(seat) ends with \(client.revision), not \(database.newest), or not its state")
            }
        }
    }
}
