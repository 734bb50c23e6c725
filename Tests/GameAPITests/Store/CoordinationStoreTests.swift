import PGStore
import TestSupport
import Testing

@testable import GameAPI

@Suite(.timeLimit(.minutes(1))) struct CoordinationStoreTests {
    @Test func everybodyHearsTheSameOrder() async throws {
        try await RelayFixture.with(instances: 4) { fixture in
            let groups = 25
            let total = fixture.stores.count * groups * 3
            let heard = try await fixture.listening { one in
                try await fixture.listening { other in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for (publisher, store) in fixture.stores.enumerated() {
                            group.addTask {
                                for place in 0..<groups {
                                    let payloads = (0..<3).map { "\(publisher):\(place * 3 + $0)" }
                                    try await store.publish(payloads, retaining: [])
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                    return (await one.next(total), await other.next(total))
                }
            }
            #expect(heard.0.count == total)
            #expect(heard.0 == heard.1)
            for publisher in fixture.stores.indices {
                let own = heard.0.filter {
                    if case .coordination(let text) = $0 { text.hasPrefix("\(publisher):") } else { false }
                }
                #expect(own == (0..<groups * 3).map { .coordination(payload: "\(publisher):\($0)") })
            }
        }
    }

    @Test func equalPayloadsAreAllHeard() async throws {
        try await RelayFixture.with { fixture in
            // As long as they may be, and many, though fewer than a listener holds.
            let long = "1:" + String(repeating: "x", count: 7_898)
            let payloads = ["1:a", "1:a", "1:b", "1:a", "1:c 1 d", "1:c 1 d"] + Array(repeating: long, count: 110)
            try await fixture.listening { heard in
                try await fixture.store.publish(payloads, retaining: [])
                #expect(await heard.next(payloads.count) == payloads.map { .coordination(payload: $0) })
            }
        }
    }

    @Test func theLastOfEachTypeIsKept() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame().id
            let other = try await fixture.games.makeGame().id
            let phones = Recipient(connectionID: nil, clientID: nil, clientType: "phone")
            let first = message("select", "1")
            let last = message("select", "2", to: phones)
            let reveal = message("reveal", "3")
            let elsewhere = message("select", "4")
            try await fixture.store.publish([], retaining: [(game, message("select", "0")), (game, reveal)])
            try await fixture.store.publish([], retaining: [(game, first), (other, elsewhere), (game, last)])
            #expect(try await fixture.live(game).retained == [reveal, last])
            #expect(try await fixture.live(other).retained == [elsewhere])
            try await fixture.store.publish([], retaining: [(game, first)])
            #expect(try await fixture.live(game).retained == [reveal, first], "the recipient went with its message")
        }
    }

    /// One message that could not be stored would take its whole group with it.
    @Test func theLongestNamesFit() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame().id
            let long = String(repeating: "\u{1F514}", count: 200)
            let kept = message(
                String(long.prefix(100)), "{}", to: Recipient(connectionID: long, clientID: long, clientType: long))
            try await fixture.store.publish([], retaining: [(game, kept)])
            try await fixture.store.register(long)
            let presence = PresenceCount(
                instance: long, game: game, client: ClientKey(type: long, id: long), connections: 1)
            #expect(try await fixture.store.report(long, sequence: 1, presence: [presence], payloads: []))
            let live = try await fixture.live(game)
            #expect(live.retained == [kept] && live.presence == [presence])
        }
    }

    @Test func whatIsKeptIsWhatWasAnnouncedLast() async throws {
        try await RelayFixture.with(instances: 4) { fixture in
            let game = try await fixture.games.makeGame().id
            let rounds = 20
            let last = try await fixture.listening { heard in
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for (publisher, store) in fixture.stores.enumerated() {
                        group.addTask {
                            // Half of them name the types the other way round, which must not deadlock.
                            let types = publisher.isMultiple(of: 2) ? ["a", "b", "c"] : ["c", "b", "a"]
                            for round in 0..<rounds {
                                let body = "\(publisher):\(round)"
                                try await store.publish([body], retaining: types.map { (game, message($0, body)) })
                            }
                        }
                    }
                    try await group.waitForAll()
                }
                return await heard.next(fixture.stores.count * rounds).last
            }
            let kept = try await fixture.live(game).retained
            #expect(kept.map(\.type) == ["a", "b", "c"])
            for message in kept { #expect(last == .coordination(payload: message.body)) }
        }
    }

    @Test func aGroupIsPublishedWholeOrNotAtAll() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame().id
            try await fixture.listening { heard in
                let tooLong = String(repeating: "x", count: 8_000)
                await #expect(throws: PGError.self) {
                    try await fixture.store.publish(["1:a", tooLong], retaining: [(game, message("a", "1"))])
                }
                try await fixture.store.publish(["1:b"], retaining: [])
                #expect(await heard.next() == .coordination(payload: "1:b"))
            }
            #expect(try await fixture.live(game).retained.isEmpty)
        }
    }

    @Test func heldRowsOfAGameDelayNothing() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame()
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple("BEGIN")
                _ = try await connection.simple("SELECT FROM game, player, question FOR UPDATE")
                try await fixture.store.publish(["1:a"], retaining: [(game.id, message("a", "1"))])
                try await fixture.store.register("one")
                let client = PresenceCount(
                    instance: "one", game: game.id, client: ClientKey(type: "board", id: "b"), connections: 1)
                #expect(try await fixture.store.report("one", sequence: 1, presence: [client], payloads: []))
                let claims = [BuzzerClaim(game: game.id, player: game.playerID, buzzer: nil)]
                #expect(try await fixture.store.verify(claims) == [true])
                _ = try await connection.simple("COMMIT")
            }
        }
    }

    @Test func aClaimNeedsTheGamesPlayerAndItsBuzzer() async throws {
        try await RelayFixture.with { fixture in
            let game = try await fixture.games.makeGame()
            let other = try await fixture.games.makeGame()
            try await fixture.database.withConnection { connection in
                _ = try await connection.simple("UPDATE player SET buzzer = 7 WHERE id = \(game.playerID)")
            }
            let claims = [
                BuzzerClaim(game: game.id, player: game.playerID, buzzer: 7),
                BuzzerClaim(game: game.id, player: game.playerID, buzzer: 8),
                BuzzerClaim(game: game.id, player: game.playerID, buzzer: nil),
                BuzzerClaim(game: other.id, player: game.playerID, buzzer: 7),
                BuzzerClaim(game: other.id, player: other.playerID, buzzer: 7),
                BuzzerClaim(game: other.id, player: other.playerID, buzzer: nil),
                BuzzerClaim(game: game.id, player: -1, buzzer: nil),
                BuzzerClaim(game: game.id, player: game.playerID, buzzer: .max),
            ]
            let expected = [true, false, true, false, false, true, false, false]
            #expect(try await fixture.store.verify(claims) == expected)
            #expect(try await fixture.store.verify([]).isEmpty)
        }
    }
}

func message(_ type: String, _ body: String, to recipient: Recipient? = nil) -> CoordinationMessage {
    CoordinationMessage(type: type, recipient: recipient, retain: true, body: body)
}
