import NIOCore

/// All sockets of a run: opens them, finds out that they are listening, and settles what they heard.
struct Hall: Sendable {
    let loops: Loops
    let run: Run
    let seating: Seating
    let audiences: [NIOLoopBound<Audience>]
    /// How long probes, last messages and closing may take, in seconds.
    private let patience = 10.0

    /// Opens a socket for each seat.
    ///
    /// - Parameter ready: What a message must hold for a socket to be taken as open; empty: the handshake is enough.
    init(loops: Loops, run: Run, seating: Seating, key: String, firstCounted: Int64, ready: String) async throws {
        self.loops = loops
        self.run = run
        self.seating = seating
        let audiences = try await loops.makeLocal {
            Audience(on: $0, run: run, key: key, firstCounted: firstCounted)
        }
        self.audiences = audiences
        try await loops.openAll(seating.addresses.count) { number in
            let address = seating.addresses[number]
            try await loops.openSocket(number, to: address) { opened in
                let audience = audiences[number % audiences.count].value
                let member = Member(number: number, room: seating.rooms[number], audience: audience)
                let connection = WebSocketConnection(receiver: member, address: address, ready: ready, opened: opened)
                member.connection = connection
                audience.add(member)
                return connection
            }
        }
    }

    /// A server may answer a handshake before it listens on the socket's behalf. Publishes probes until every socket that
    /// is to hear the publishers has heard one.
    func waitUntilJoined(template: MessageTemplate) async throws {
        let rooms = Set(seating.publishers.map { seating.rooms[$0] })
        _ = try await loops.all(audiences) { $0.expectProbes(in: rooms) }
        let joined = try await loops.all(audiences) { $0.joined }
        let end = Clock.now() + Int64(patience * 1e9)
        while Clock.now() < end {
            _ = try await loops.all(audiences) { [seating] audience in
                audience.probe(template, firstPublisher: seating.subscribers)
            }
            if try await run.wait(for: joined, seconds: 0.2) { return }
        }
        throw DriverError(
            "after \(Int(patience)) s of probes not every socket has heard one: does the server send what a client says to "
                + "all clients of the same path?")
    }

    /// How many messages all sockets have heard by now.
    func deliveries() async throws -> Int { try await loops.all(audiences) { $0.deliveries() }.reduce(0, +) }

    /// The arrivals noted on each loop.
    func arrivals() async throws -> [Arrivals] { try await loops.all(audiences) { $0.arrivals }.compactMap(\.self) }

    /// Waits until every socket has heard all that was published in its room, for 10 s at most.
    func settle(published: [Messages]) async throws -> Verdict {
        _ = try await loops.all(audiences) { $0.drain(published: published) }
        _ = try await run.wait(for: try await loops.all(audiences) { $0.caughtUp }, seconds: patience)
        var verdict = Verdict()
        for part in try await loops.all(audiences, { $0.verdict() }) { verdict.add(part) }
        return verdict
    }

    /// Closes all sockets, and waits for the server to do so too, for 10 s at most.
    func close() async throws {
        let closed = try await loops.all(audiences) { $0.close() }
        if try await !run.wait(for: closed, seconds: patience) {
            Output.complain("after \(Int(patience)) s the server has not answered every close")
        }
    }
}
