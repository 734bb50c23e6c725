import GameAPI
import NIOCore

/// Broadcasts: gathered, and taken round to the clients.
extension Shard {
    /// How many clients are served in one go; then the loop sees to what else there is.
    static let stretch = 64
    /// Long enough for the loop to look at its connections, which it does not between tasks that are due, and too short for it
    /// to sleep: on a busy machine it would not be woken in time.
    static let yielding = TimeAmount.microseconds(1)
    /// A row that has more to send is served at once and in one go: what comes in has to wait then.
    static let rowLimit = 256 << 10

    /// To every live client of a game.
    func deliver(_ frames: ByteBuffer, game: Int64) {
        guard let row = rows[game] else { return }
        row.append(frames)
        if row.waitingBytes > Self.rowLimit { serveAtOnce(row) }
        guard row.waitingBytes > 0, !row.isQueued else { return }
        row.isQueued = true
        queuedRows.append(row)
        planRound()
    }

    /// To those live clients whom the recipient names.
    func deliver(_ frame: ByteBuffer, game: Int64, to recipient: Recipient) {
        guard let row = rows[game] else { return }
        for session in row.live where recipient.matches(session.identity) {
            bringUpToDate(session)
            send(frame, to: session)
            guard !session.isUnflushed else { continue }
            session.isUnflushed = true
            unflushed.append(session)
            planRound()
        }
    }

    /// Tells every live client of a game where its room is now.
    func deliver(_ entrance: Entrance, game: Int64) {
        for session in rows[game]?.live ?? [] {
            bringUpToDate(session)
            send(entrance, to: session)
        }
    }

    /// Sends a client what was broadcast to it, before it is sent anything else or closed.
    func bringUpToDate(_ session: Session) {
        guard session.position != nil, let frames = rows[session.game]?.take(for: session) else { return }
        send(frames, to: session)
    }

    private func planRound() {
        guard !isRoundPlanned else { return }
        isRoundPlanned = true
        let this = shards[index]
        if pace.next <= loop.now {
            loop.execute { this.local.beginRound() }
        } else {
            loop.scheduleTask(deadline: pace.next) { this.local.beginRound() }
        }
    }

    private func beginRound() {
        roundBeginning = loop.now
        for session in unflushed {
            session.isUnflushed = false
            session.socket.flush()
        }
        unflushed = []
        (servedRows, queuedRows) = (queuedRows, [])
        servedRows.last?.beginLap()
        continueRound()
    }

    private func continueRound() {
        var turns = Self.stretch
        while let row = servedRows.last {
            while turns > 0, let (session, frames) = row.nextTurn() {
                turns -= 1
                sendAndFlush(frames, to: session)
            }
            guard turns > 0 else {
                let this = shards[index]
                loop.scheduleTask(in: Self.yielding) { this.local.continueRound() }
                return
            }
            servedRows.removeLast()
            servedRows.last?.beginLap()
            row.isQueued = row.waitingBytes > 0
            if row.isQueued { queuedRows.append(row) }
        }
        pace.roundEnded(loop.now, began: roundBeginning)
        isRoundPlanned = false
        if !queuedRows.isEmpty || !unflushed.isEmpty { planRound() }
    }

    private func serveAtOnce(_ row: Row) {
        row.beginLap()
        while let (session, frames) = row.nextTurn() { sendAndFlush(frames, to: session) }
    }
}
