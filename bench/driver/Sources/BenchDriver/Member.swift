/// One socket of an audience. It counts the messages that hold the key.
final class Member: TextReceiver {
    let number, room: Int
    /// Until the server ends it. Not weak, which would make each use of the connection slower.
    var connection: WebSocketConnection<Member>?
    /// Who publishes and waits for the key to come back to this socket.
    var publisher: (any Publisher)?
    var awaitedKey: Int64 = -1
    var awaitsProbe = false
    private(set) var received = Messages()
    /// What there will have been; known when no more are published.
    var due: Messages?
    private(set) var isLost = false
    private let audience: Audience

    init(number: Int, room: Int, audience: Audience) {
        self.number = number
        self.room = room
        self.audience = audience
    }

    func received(_ text: UnsafeRawBufferPointer) {
        guard let key = audience.scanner.value(in: text) else { return }
        guard key >= audience.firstCounted else { return probed() }
        received.add(key: key)
        audience.heard(key)
        if received.count == due?.count { audience.memberCaughtUp() }
        if key == awaitedKey {
            awaitedKey = -1
            publisher?.arrived()
        }
    }

    func ended(_ problem: DriverError) {
        isLost = true
        connection = nil
        audience.memberLost(self, problem)
        if publisher != nil { audience.run.fail(problem) }
    }

    private func probed() {
        guard awaitsProbe else { return }
        awaitsProbe = false
        audience.memberJoined()
    }
}

/// Who publishes in a closed loop, on the event loop of its own socket.
protocol Publisher: AnyObject {
    func start()
    /// The message with the awaited key came back.
    func arrived()
}
