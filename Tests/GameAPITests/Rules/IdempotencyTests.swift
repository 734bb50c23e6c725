import Testing

@testable import GameAPI

/// One key is one mutation.
@Suite("Idempotency keys")
struct IdempotencyTests {
    private let answer = Action.recordAnswer(playerID: 1, questionID: 1, isCorrect: true, points: nil)
    private let reply = #"{"player_id":1,"score":200,"version":1}"#

    @Test("Again in a later batch: the first reply, and nothing new")
    func laterBatch() {
        var game = Transcript()
        game.play(.host(answer, key: "k"), "200 \(reply)")
        game.play(.right(1, 2), #"200 {"player_id":1,"score":600,"version":2}"#)
        game.play(.host(answer, key: "k"), "200 replayed \(reply)")
        #expect(game.news.isEmpty)
        #expect(game.store.games[1]?.revision == 2)
    }

    @Test("Again in the same batch: the first reply, and nothing new")
    func sameBatch() {
        var game = Transcript()
        game.play([
            (.host(answer, key: "k"), "200 \(reply)"),
            (.right(1, 2), #"200 {"player_id":1,"score":600,"version":2}"#),
            (.host(answer, key: "k"), "200 replayed \(reply)"),
            (.host(answer, key: "k"), "200 replayed \(reply)"),
        ])
        #expect(game.news.count == 2)
        #expect(game.store.replies.count == 1)
    }

    @Test("With another request: refused, in the same batch and later")
    func otherFingerprint() {
        var game = Transcript()
        game.play([
            (.host(answer, key: "k", fingerprint: 1), "200 \(reply)"),
            (.host(answer, key: "k", fingerprint: 2), "idempotencyKeyReused"),
        ])
        game.play(.host(.deleteTeam(1), key: "k", fingerprint: 2), "idempotencyKeyReused")
        #expect(game.store.teams[1] != nil)
        game.play(.host(answer, key: "k", fingerprint: 1), "200 replayed \(reply)")
    }

    @Test("The same key in another game is another mutation")
    func keyOfAnotherGame() {
        var game = Transcript()
        let other = Action.recordAnswer(playerID: 4, questionID: 5, isCorrect: true, points: nil)
        game.play([
            (.host(answer, key: "k", fingerprint: 1), "200 \(reply)"),
            (.host(other, game: 2, key: "k", fingerprint: 2), #"200 {"player_id":4,"score":300,"version":1}"#),
            (.host(other, game: 2, key: "k", fingerprint: 2), #"200 replayed {"player_id":4,"score":300,"version":1}"#),
            (.host(answer, key: "k", fingerprint: 1), "200 replayed \(reply)"),
        ])
        #expect(game.store.replies.count == 2)
    }

    @Test("Whoever joins with the game's code uses up none of the host's keys")
    func keyOfOneWhoJoins() {
        var game = Transcript()
        let join = Mutation(
            gameID: 1, action: .createPlayer(PlayerPatch(name: "Eve")), actor: Mutation.joining,
            idempotency: Idempotency(key: "k", fingerprint: [9]))
        let eve = #"{"id":5,"team_id":null,"name":"Eve","buzzer":null,"score":0,"version":0}"#
        game.play([(join, "201 \(eve)"), (.host(answer, key: "k"), "200 \(reply)")])
        game.play([(join, "201 replayed \(eve)"), (.host(answer, key: "k"), "200 replayed \(reply)")])
    }

    @Test("An error is not remembered: the key may be used again, with another request too")
    func errorsLeaveTheKeyFree() {
        var game = Transcript()
        let unknown = Action.recordAnswer(playerID: 99, questionID: 1, isCorrect: true, points: nil)
        game.play([
            (.host(unknown, key: "k", fingerprint: 1), #"notFound("player")"#),
            (
                .host(answer, ifMatch: 9, key: "k", fingerprint: 2),
                #"versionConflict(current: "{\"player_id\":1,\"score\":0,\"version\":0}")"#
            ),
            (.host(answer, key: "k", fingerprint: 3), "200 \(reply)"),
            (.host(unknown, key: "k", fingerprint: 1), "idempotencyKeyReused"),
        ])
    }

    @Test("A replay does not ask for the version again: the first request has moved it on")
    func replayIgnoresIfMatch() {
        var game = Transcript()
        game.play(.host(answer, ifMatch: 0, key: "k"), "200 \(reply)")
        game.play(.host(answer, ifMatch: 0, key: "k"), "200 replayed \(reply)")
    }

    @Test("Every status is replayed as it was, also when what it was about has gone")
    func statuses() {
        var game = Transcript()
        let team = ##"{"id":4,"name":"Reds","color":"#f00"}"##
        let create = Mutation.host(.createTeam(TeamPatch(name: "Reds", color: "#f00")), key: "create")
        game.play(create, "201 \(team)")
        game.play(.host(.deleteTeam(4), key: "delete"), "204")
        game.play([(create, "201 replayed \(team)"), (.host(.deleteTeam(4), key: "delete"), "204 replayed")])
        #expect(game.news.isEmpty)
        game.play(.host(.createTeam(TeamPatch(name: "Blues")), key: "next"), #"201 {"id":5,"name":"Blues","color":""}"#)
    }
}
