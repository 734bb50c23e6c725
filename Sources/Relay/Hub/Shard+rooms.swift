import GameAPI
import Logging
import Metrics
import NIOCore

/// The rooms' side: what the database tells, and who is sent what.
extension Shard {
    /// Finds out whether there is such a game, by opening its room: a thousand who ask at once cost one query.
    func openRoom(_ game: Int64, _ opener: CheckedContinuation<Bool, any Error>) {
        let room = room(game)
        if room.machine.isOpen { return opener.resume(returning: true) }
        room.wait(opener)
        perform(room.machine.open(), room)
    }

    func join(_ seat: SeatID, game: Int64, after: Int64?) {
        let room = room(game)
        room.enter(seat)
        perform(room.machine.join(seat, after: after), room)
    }

    func leave(_ seat: SeatID, game: Int64) {
        guard let room = rooms[game] else { return }
        // A seat of an earlier room of this game is none of this one's.
        guard room.machine.leave(seat) else { return }
        room.leave(seat)
    }

    func drained(_ seat: SeatID, game: Int64) {
        guard let room = rooms[game] else { return }
        perform(room.machine.drained(seat), room)
    }

    /// The listener listens again: whatever happened meanwhile has to be read.
    func resumed() {
        for room in rooms.values { perform(room.machine.resumed(), room) }
    }

    /// What was announced of a game. Dropped unread where nobody here is in that game.
    func announced(_ payload: String, game: Int64) {
        guard let room = rooms[game] else { return }
        switch Result(catching: { () throws(PayloadError) in try Announcement.parse(payload) }) {
        case .success(.changes(_, let changes)): perform(room.machine.announced(frames(changes)), room)
        case .success(.upTo(_, let revision)): perform(room.machine.announced(upTo: revision), room)
        case .failure(let error):
            logger.warning("an announcement cannot be read; reading the log", metadata: ["error": "\(error)"])
            perform(room.machine.resumed(), room)
        }
    }

    /// The reader's answer; nil: there is no such game.
    func answered(_ read: RoomRead, _ answer: RoomAnswer?) {
        guard let room = rooms[read.game], room.number == read.room else { return }
        if let live = answer?.live {
            let news = room.merge(live)
            for message in news.messages { deliver(message, in: room) }
            deliver(Frames.texts(news.statuses), in: room)
        }
        if let snapshot = answer?.snapshot { room.snapshot = snapshot }
        let page = answer.map { answer in
            Room.Machine.Page(
                revision: answer.revision, snapshotRevision: answer.snapshot?.revision, changes: frames(answer.changes))
        }
        perform(room.machine.answered(page), room)
        if answer == nil || room.machine.isOpen { room.answerOpeners(.success(answer != nil)) }
    }

    /// The database did not answer. Who waits at the door is sent away; who is in waits on.
    ///
    /// - Returns: Whether to try again.
    func readFailed(_ read: RoomRead, _ error: any Error) -> Bool {
        guard let room = rooms[read.game], room.number == read.room else { return false }
        room.answerOpeners(.failure(error))
        if room.emptySince != nil {
            close(room)
            return false
        }
        if read.query.live { room.beginLiveRead() }
        return true
    }

    /// Sends away who has waited for too long to hear whether there is such a game.
    func dismissOpeners(waitingSince deadline: NIODeadline) {
        for room in rooms.values { room.answerOpeners(.failure(RoomError.notReadInTime), since: deadline) }
    }

    /// Drops the rooms where nobody has been for a while.
    func closeRooms(emptyBefore deadline: NIODeadline) {
        for room in rooms.values {
            if room.isEmpty(since: deadline) { close(room) }
        }
    }

    private func room(_ game: Int64) -> Room {
        if let room = rooms[game] { return room }
        let room = Room(number: nextNumber(), game: game, shards: shards.count)
        rooms[game] = room
        openGames.insert(game)
        metrics.rooms.increment()
        return room
    }

    private func close(_ room: Room) {
        rooms[room.game] = nil
        openGames.remove(room.game)
        metrics.rooms.decrement()
    }

    private func frames(_ changes: [LoggedChange]) -> [LoggedFrame<ByteBuffer>] {
        var all = ByteBuffer()
        all.reserveCapacity(changes.reduce(0) { $0 + $1.body.utf8.count + 4 })
        let lengths = changes.map { Frames.write($0.body, to: &all) }
        return zip(changes, lengths).map { change, length in
            guard let frame = all.readSlice(length: length) else { preconditionFailure("a frame that was not written") }
            return LoggedFrame(revision: change.revision, frame: frame, bytes: length)
        }
    }

    private func perform(_ actions: [Room.Machine.Action], _ room: Room) {
        let game = room.game
        for action in actions {
            switch action {
            case .read(let query):
                read(query, room)
            case .broadcast(let frames):
                metrics.changes.increment(by: Int64(frames.count))
                deliver(Frames.joined(frames), in: room)
            case .admit(let seats, let start, let changes):
                let entrance = Entrance(start, room, changes)
                toEach(seats) { $0.admit($1, entrance) }
            case .page(let seats, let welcome, let changes):
                let entrance = Entrance(pageOf: changes, welcome: welcome ? room.machine.sent : nil)
                toEach(seats) { $0.page($1, entrance) }
            case .reset:
                let entrance = Entrance(.reset, room, [])
                everywhere(in: room) { $0.deliver(entrance, game: game) }
            case .dissolve:
                everywhere(in: room) { $0.closeAll(game: game, .goingAway, reason: "the game is gone") }
                close(room)
            }
        }
    }

    /// Something for some seats, in one go for each shard.
    private func toEach(_ seats: [SeatID], _ body: @escaping @Sendable (Shard, UInt64) -> Void) {
        for (shard, seats) in Dictionary(grouping: seats, by: \.shard) {
            let numbers = seats.map(\.number)
            shards[shard].execute { shard in
                for number in numbers { body(shard, number) }
            }
        }
    }

    private func read(_ query: Room.Machine.Query, _ room: Room) {
        if query.live { room.beginLiveRead() }
        (query.snapshot ? metrics.snapshotReads : metrics.logReads).increment()
        services.read(
            RoomRead(game: room.game, room: room.number, query: query, shard: shards[index]))
    }

    /// On all shards where the room has clients.
    func everywhere(in room: Room, _ body: @escaping @Sendable (Shard) -> Void) {
        for (shard, count) in zip(shards, room.seats) where count > 0 { shard.execute(body) }
    }

    func deliver(_ frames: ByteBuffer, in room: Room) {
        guard frames.readableBytes > 0 else { return }
        let game = room.game
        everywhere(in: room) { $0.deliver(frames, game: game) }
    }
}
