import Testing

@testable import PGStore

extension OnServer {
    @Suite struct ListenerTests {
        let notify = PGStatement("notify", "SELECT pg_notify($1, $2)")
        /// The listener's own session.
        let listener = PGStatement("listener", "SELECT pid FROM pg_stat_activity WHERE application_name = $1")

        func make(
            _ configuration: PGConfiguration, _ channels: [String], limit: Int = 1 << 20, check: Duration = .seconds(10)
        ) -> PGListener {
            PGListener(
                configuration: configuration, channels: channels, bufferLimit: limit, selfCheckInterval: check,
                logger: Server.logger)
        }

        @Test func notificationsComeInOrder() async throws {
            let channels = ["pgstore_a", #"Odd "name" é"#]
            let listener = make(try Server.configuration(), channels)
            try await Server.withConnection { sender in
                try await listener.withEvents { events in
                    var iterator = EventReader(events)
                    #expect(await iterator.next() == .resumed)
                    #expect(listener.isListening)
                    _ = try await sender.pipeline((0..<2000).map { notify(channels[$0 % 2], "\($0)") })
                    for number in 0..<2000 {
                        let expected = PGListenerEvent.notification(
                            channel: channels[number % 2], payload: "\(number)", processID: sender.processID)
                        let event = await iterator.next()
                        if event != expected {
                            Issue.record("\(event as Any) where \(number) was due")
                            break
                        }
                    }
                }
                #expect(!listener.isListening)
            }
        }

        @Test func whenItsSessionIsEndedItComesBackAndSaysSo() async throws {
            let listener = make(try Server.configuration(application: "pgstore-listener"), ["pgstore_back"])
            try await Server.withConnection { admin in
                try await listener.withEvents { events in
                    var iterator = EventReader(events)
                    for round in 0..<3 {
                        #expect(await iterator.next() == .resumed)
                        _ = try await admin.execute(notify("pgstore_back", "\(round)"))
                        let event = await iterator.next()
                        #expect(
                            event
                                == .notification(
                                    channel: "pgstore_back", payload: "\(round)", processID: admin.processID))
                        let processID = try await admin.execute(self.listener("pgstore-listener"))[0].decode(
                            0, as: Int32.self)
                        try await Server.terminate(processID, through: admin)
                    }
                    #expect(await iterator.next() == .resumed)
                }
                try await Server.until(admin, Server.sessions("pgstore-listener", 0))
            }
        }

        @Test func aSlowConsumerIsToldToReadAgain() async throws {
            let listener = make(try Server.configuration(), ["pgstore_flood", "pgstore_end"], limit: 2000)
            try await Server.withConnection { sender in
                try await listener.withEvents { events in
                    var iterator = EventReader(events)
                    #expect(await iterator.next() == .resumed)
                    // Each one different: PostgreSQL sends the same one only once a transaction.
                    let payload = String(repeating: "x", count: 1000)
                    _ = try await sender.pipeline((0..<100).map { notify("pgstore_flood", "\($0)" + payload) })
                    _ = try await sender.execute(notify("pgstore_end", ""))
                    var seen = (resumed: 0, notifications: 0)
                    while let event = await iterator.next() {
                        switch event {
                        case .resumed: seen.resumed += 1
                        case .notification("pgstore_end", _, _):
                            #expect(seen.resumed > 0 && seen.notifications < 100)
                            return
                        case .notification: seen.notifications += 1
                        }
                    }
                }
            }
        }

        /// The network swallows everything, and no end of the stream ever comes.
        @Test func aHalfOpenConnectionIsNoticed() async throws {
            let proxy = try Proxy()
            defer { proxy.close() }
            var configuration = try proxy.configuration()
            configuration.connectTimeout = .seconds(2)
            let listener = make(configuration, ["pgstore_half"], check: .milliseconds(200))
            try await listener.withEvents { events in
                var iterator = EventReader(events)
                #expect(await iterator.next() == .resumed)
                proxy.freeze()
                while listener.isListening { await Task.yield() }
                proxy.thaw()
                #expect(await iterator.next() == .resumed)
                #expect(listener.isListening)
            }
        }

        @Test func cancellingItsConsumerEndsIt() async throws {
            let listener = make(try Server.configuration(application: "pgstore-cancelled"), ["pgstore_c"])
            try await Server.withConnection { admin in
                let listening = Signal()
                let task = Task {
                    try await listener.withEvents { events in
                        for await group in events where group.contains(.resumed) { listening.fire() }
                    }
                }
                await listening.wait()
                task.cancel()
                try await task.value
                try await Server.until(admin, Server.sessions("pgstore-cancelled", 0))
            }
        }

        @Test func withoutAServerItGoesOnTrying() async throws {
            let proxy = try Proxy()
            defer { proxy.close() }
            proxy.freeze()
            var configuration = try proxy.configuration()
            configuration.connectTimeout = .milliseconds(100)
            let listener = make(configuration, ["pgstore_late"])
            try await listener.withEvents { events in
                #expect(!listener.isListening)
                proxy.thaw()
                var iterator = EventReader(events)
                #expect(await iterator.next() == .resumed)
            }
        }
    }
}

/// A listener's events one by one.
private struct EventReader {
    private var groups: PGListenerEvents.AsyncIterator
    private var group: ArraySlice<PGListenerEvent> = []

    init(_ events: PGListenerEvents) { groups = events.makeAsyncIterator() }

    mutating func next() async -> PGListenerEvent? {
        if group.isEmpty { group = await groups.next()?[...] ?? [] }
        return group.popFirst()
    }
}
