import NIOCore

/// A room's clients on one shard, and who of them has got what was broadcast.
///
/// What is broadcast is one stream of bytes, and each client has its place in it (``Session/taken``). The shard goes round the
/// clients, lap after lap as long as somebody lacks something, and gives each one in its turn all that it lacks: one write
/// for each client and lap, however much has come meanwhile.
final class Row {
    /// Those who get broadcasts.
    private(set) var live: [Session] = []
    /// All of them, the joining ones too.
    private(set) var count = 0
    /// Whether the shard will come by.
    var isQueued = false
    /// The end of the stream: what somebody may lack.
    private var recent = ByteBuffer()
    /// Where in the stream `recent` begins.
    private var start = 0
    /// Where the stream ended when the lap began: with its end everybody has got what is before.
    private var lapStart = 0
    private var turnsLeft = 0
    /// Whose turn it was last. Where everybody has everything the next lap begins anywhere: nobody is always the last.
    private var turn = 0

    /// What somebody may lack, in bytes.
    var waitingBytes: Int { recent.readableBytes }
    private var end: Int { start + recent.readableBytes }

    func enter() { count += 1 }

    func makeLive(_ session: Session) {
        session.position = live.count
        session.taken = end
        live.append(session)
        if turnsLeft > 0 { turnsLeft += 1 }
    }

    /// - Returns: Who has moved to another place: the lap may have been there already, so it is to be given now what it lacks.
    func leave(_ session: Session) -> Session? {
        count -= 1
        guard let position = session.position else { return nil }
        session.position = nil
        let last = live.removeLast()
        guard last !== session else { return nil }
        live[position] = last
        last.position = position
        return last
    }

    /// Frames for all who are live now.
    func append(_ frames: ByteBuffer) {
        guard !live.isEmpty else { return }
        guard recent.readableBytes == 0 else {
            recent.writeImmutableBuffer(frames)
            return
        }
        recent = frames
        turn = .random(in: live.indices)
    }

    func beginLap() {
        lapStart = end
        turnsLeft = live.count
    }

    /// The next one who lacks something, and what; nil: the lap is over.
    func nextTurn() -> (Session, ByteBuffer)? {
        while turnsLeft > 0, !live.isEmpty {
            turnsLeft -= 1
            turn = turn + 1 < live.count ? turn + 1 : 0
            let session = live[turn]
            if let frames = take(for: session) { return (session, frames) }
        }
        recent.moveReaderIndex(forwardBy: lapStart - start)
        start = lapStart
        // A row that rests keeps no memory.
        if recent.readableBytes == 0 { recent = ByteBuffer() } else { recent.discardReadBytes() }
        return nil
    }

    /// What a live client lacks; from now on it has it.
    func take(for session: Session) -> ByteBuffer? {
        guard session.taken < end else { return nil }
        var frames = recent
        frames.moveReaderIndex(forwardBy: session.taken - start)
        session.taken = end
        return frames
    }
}
