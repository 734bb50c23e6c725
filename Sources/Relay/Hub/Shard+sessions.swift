import GameAPI
import Metrics
import NIOCore

/// The seats' side: connections come and go, and get what their rooms send.
extension Shard {
    /// Takes a connection in and asks for its place in the room.
    func open(_ socket: Socket, _ ticket: SocketTicket) -> Session {
        let seat = SeatID(shard: index, number: nextNumber())
        let session = Session(
            seat: seat, game: ticket.game, identity: ticket.identity(services.connectionID(of: seat)), socket: socket,
            shard: self)
        sessions[seat.number] = session
        row(ticket.game).enter()
        metrics.connections.increment()
        if let client = session.identity.client { services.presence.came(client, game: ticket.game) }
        let (game, after) = (ticket.game, ticket.after)
        shards.home(of: game).execute { $0.join(seat, game: game, after: after) }
        if isDraining { socket.close(.goingAway) }
        return session
    }

    func closed(_ session: Session) {
        guard sessions.removeValue(forKey: session.seat.number) != nil else { return }
        let (seat, game) = (session.seat, session.game)
        if let moved = rows[game]?.leave(session) {
            bringUpToDate(moved)
            moved.socket.flush()
        }
        if rows[game]?.count == 0 { rows[game] = nil }
        metrics.connections.decrement()
        if let client = session.identity.client { services.presence.left(client, game: game) }
        shards.home(of: game).execute { $0.leave(seat, game: game) }
    }

    /// What a client has said.
    func handle(_ text: [UInt8], from session: Session) {
        switch InboundCoordination.judge(text, game: session.game, from: session.identity) {
        case .failure(let error):
            send(error, to: session)
        case .success((let message, let claim)):
            let (seat, game) = (session.seat, session.game)
            shards.home(of: game).execute { $0.submit(message, claim, game: game, from: seat) }
        }
    }

    func send(_ error: CoordinationError, to session: Session) {
        send(Frames.text(SocketMessage.error(error)), to: session)
        session.socket.flush()
    }

    func send(_ error: CoordinationError, seat number: UInt64) {
        if let session = sessions[number] { send(error, to: session) }
    }

    /// Lets a client into the room: from now on it gets what is delivered there.
    func admit(_ number: UInt64, _ entrance: Entrance) {
        guard let session = sessions[number] else { return }
        send(entrance, to: session)
        guard case .joining(let said) = session.phase else { return }
        session.phase = .live
        rows[session.game]?.makeLive(session)
        for message in said { session.handle(message) }
    }

    /// Sends a client that is not live yet a part of what it missed, and tells the room when it has gone out.
    func page(_ number: UInt64, _ entrance: Entrance) {
        guard let session = sessions[number] else { return }
        send(entrance, to: session)
        guard session.socket.isDrained else { return }
        // Later: the room is still busy with what it is doing.
        let this = shards[index]
        loop.execute {
            if let session = this.local.sessions[number] { this.local.drained(session) }
        }
    }

    func send(_ entrance: Entrance, to session: Session) {
        entrance.forEachFrame(for: session) { send($0, to: session) }
        session.socket.flush()
    }

    func drained(_ session: Session) {
        guard case .joining = session.phase else { return }
        let (seat, game) = (session.seat, session.game)
        shards.home(of: game).execute { $0.drained(seat, game: game) }
    }

    /// Ends the connections of a game's clients.
    func closeAll(game: Int64, _ code: CloseCode, reason: String) {
        for session in sessions.values where session.game == game {
            bringUpToDate(session)
            session.socket.close(code, reason: reason)
        }
    }

    /// Ends the connections of some clients, because the instance stops.
    ///
    /// - Returns: How many are left that were not told.
    func sayGoodbye(to count: Int) -> Int {
        isDraining = true
        let waiting = sessions.values.filter { !$0.socket.isClosing }
        for session in waiting.prefix(count) {
            bringUpToDate(session)
            session.socket.close(.goingAway, reason: "the server stops")
        }
        return max(0, waiting.count - count)
    }

    /// Pings those whose turn it is, and gives up those who have not answered two pings.
    func ping(second: Int, interval: Int) {
        for session in sessions.values
        where (Int(truncatingIfNeeded: session.seat.number) &+ second) % interval == 0 {
            if session.unanswered >= 2 {
                session.socket.close(.goingAway, reason: "no answer to two pings")
            } else {
                session.unanswered += 1
                session.socket.ping()
                session.socket.flush()
            }
        }
    }

    private func row(_ game: Int64) -> Row {
        if let row = rows[game] { return row }
        let row = Row()
        rows[game] = row
        return row
    }
}
