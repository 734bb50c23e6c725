/// A room's clients on one shard.
struct Row {
    /// Those who get broadcasts.
    private(set) var live: [Session] = []
    /// All of them, the joining ones too.
    private(set) var count = 0

    mutating func enter() { count += 1 }

    mutating func makeLive(_ session: Session) {
        session.position = live.count
        live.append(session)
    }

    mutating func leave(_ session: Session) {
        count -= 1
        guard let position = session.position else { return }
        session.position = nil
        let last = live.removeLast()
        guard last !== session else { return }
        live[position] = last
        last.position = position
    }
}
