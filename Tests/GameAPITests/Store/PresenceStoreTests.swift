import PGStore
import TestSupport
import Testing

@testable import GameAPI

@Suite(.timeLimit(.minutes(1))) struct PresenceStoreTests {
    private static let board = ClientKey(type: "board", id: "left")
    private static let phone = ClientKey(type: "phone", id: "é")
    /// The same letter in another encoding, which is another client.
    private static let otherPhone = ClientKey(type: "phone", id: "e\u{301}")

    private static func count(
        _ connections: Int, _ client: ClientKey, _ game: Int64, on instance: String = "one"
    ) -> PresenceCount {
        PresenceCount(instance: instance, game: game, client: client, connections: connections)
    }

    @Test func countsAreAbsoluteAndZeroIsGone() async throws {
        try await RelayFixture.with { fixture in
            let (store, count) = (fixture.store, Self.count)
            let game = try await fixture.games.makeGame().id
            try await store.register("one")
            try await store.register("two")
            let first = [
                count(2, Self.board, game, "one"), count(1, Self.phone, game, "one"),
                count(3, Self.otherPhone, game, "one"),
            ]
            #expect(try await store.report("one", sequence: 1, presence: first, payloads: []))
            #expect(
                try await store.report(
                    "two", sequence: 5, presence: [count(1, Self.board, game, "two")], payloads: []))
            var live = try await fixture.live(game)
            #expect(live.instances == [.init(id: "one", sequence: 1), .init(id: "two", sequence: 5)])
            #expect(Set(live.presence.map(\.client)) == [Self.board, Self.phone, Self.otherPhone])
            #expect(live.presence.count == 4)
            // Who is not there any more may be gone all the same.
            let second = [
                count(1, Self.board, game, "one"), count(0, Self.phone, game, "one"),
                count(0, Self.board, game + 1, "one"),
            ]
            #expect(try await store.report("one", sequence: 2, presence: second, payloads: []))
            #expect(try await store.report("one", sequence: 2, presence: [], payloads: []), "a heartbeat")
            live = try await fixture.live(game)
            #expect(live.instances.map(\.sequence) == [2, 5])
            let expected = [
                count(1, Self.board, game, "one"), count(3, Self.otherPhone, game, "one"),
                count(1, Self.board, game, "two"),
            ]
            #expect(live.presence == expected)
        }
    }

    @Test func whoIsNotRegisteredChangesNothing() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame().id
            let presence = [Self.count(1, Self.board, game), Self.count(0, Self.phone, game)]
            try await fixture.listening { heard in
                #expect(
                    try await !fixture.store.report("one", sequence: 1, presence: presence, payloads: ["1:ghost"]))
                try await fixture.store.register("one")
                #expect(try await fixture.store.report("one", sequence: 9, presence: [], payloads: []))
                #expect(
                    try await !fixture.store.report("one", sequence: 8, presence: presence, payloads: ["1:late"]),
                    "a report that was overtaken")
                #expect(try await fixture.store.report("one", sequence: 10, presence: [], payloads: ["1:a", "1:b"]))
                #expect(
                    await heard.next(2) == [.coordination(payload: "1:a"), .coordination(payload: "1:b")])
            }
            #expect(try await fixture.live(game).presence.isEmpty)
        }
    }

    @Test func theSilentAreReapedAndAnnouncedOnce() async throws {
        try await RelayFixture.with(instances: 5) { fixture in
            let game = try await fixture.games.makeGame().id
            let silent = (0..<20).map { "silent-\($0)" }
            for instance in silent + ["alive"] {
                try await fixture.store.register(instance)
                let presence = [Self.count(1, Self.board, game, on: instance)]
                #expect(try await fixture.store.report(instance, sequence: 1, presence: presence, payloads: []))
            }
            try await fixture.silence(silent, seconds: 60)
            try await fixture.listening { heard in
                let reaped = try await withThrowingTaskGroup(of: [String].self) { group in
                    for store in fixture.stores { group.addTask { try await store.reap(silentFor: .seconds(30)) } }
                    return try await group.reduce([]) { $0 + $1 }
                }
                #expect(reaped.sorted() == silent.sorted())
                try await fixture.store.publish(["1:end"], retaining: [])
                let told = await heard.next(silent.count + 1)
                #expect(told.last == .coordination(payload: "1:end"))
                let gone = silent.flatMap { CoordinationPayload.payloads(gameID: 0, items: [.gone(instance: $0)]) }
                let payloads = told.dropLast().map { if case .coordination(let payload) = $0 { payload } else { "" } }
                #expect(payloads.sorted() == gone.sorted())
            }
            let live = try await fixture.live(game)
            #expect(live.instances.map(\.id) == ["alive"])
            #expect(live.presence.map(\.instance) == ["alive"])
            #expect(try await !fixture.store.report(silent[0], sequence: 2, presence: [], payloads: []))
        }
    }

    @Test func whoReportsAfterAllIsNotReaped() async throws {
        try await RelayFixture.with { fixture in
            try await fixture.store.register("one")
            try await fixture.silence(["one"], seconds: 60)
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple("BEGIN")
                _ = try await connection.execute(CoordinationSQL.beat("one", Int64(1)))
                #expect(try await fixture.store.reap(silentFor: .seconds(30)).isEmpty)
                _ = try await connection.simple("COMMIT")
            }
            #expect(try await fixture.store.reap(silentFor: .seconds(30)).isEmpty)
            #expect(try await fixture.store.report("one", sequence: 2, presence: [], payloads: []))
        }
    }

    @Test func whoTakesLeaveIsGoneAtOnce() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame().id
            try await fixture.store.register("one")
            try await fixture.store.register("one")
            let presence = [Self.count(1, Self.board, game)]
            #expect(try await fixture.store.report("one", sequence: 1, presence: presence, payloads: []))
            try await fixture.listening { heard in
                try await fixture.store.unregister("one")
                try await fixture.store.unregister("one")
                try await fixture.store.publish(["1:end"], retaining: [])
                let gone = CoordinationPayload.payloads(gameID: 0, items: [.gone(instance: "one")])
                #expect(await heard.next(2) == (gone + ["1:end"]).map { .coordination(payload: $0) })
            }
            let live = try await fixture.live(game)
            #expect(live.instances.isEmpty && live.presence.isEmpty)
        }
    }

    /// A room takes a presence row for what its instance said up to the sequence number that it reads with it.
    @Test func presenceAndSequenceAreReadAsOfOneMoment() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame().id
            try await fixture.store.register("one")
            let presence = [Self.count(1, Self.board, game)]
            #expect(try await fixture.store.report("one", sequence: 1, presence: presence, payloads: []))
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple("BEGIN")
                _ = try await connection.simple("LOCK TABLE presence")
                async let reading = fixture.live(game)
                let isWaiting = """
                    SELECT EXISTS (SELECT FROM pg_locks WHERE relation = 'presence'::regclass AND NOT granted)
                    """
                while try await !connection.simple(isWaiting)[0].decode(0, as: Bool.self) {}
                _ = try await connection.simple("UPDATE relay_instance SET sequence = 2")
                _ = try await connection.simple("UPDATE presence SET connections = 2")
                _ = try await connection.simple("COMMIT")
                let live = try await reading
                #expect(live.instances == [.init(id: "one", sequence: 1)] && live.presence == presence)
            }
        }
    }
}
