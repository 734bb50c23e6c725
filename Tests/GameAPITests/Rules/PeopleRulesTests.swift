import Testing

@testable import GameAPI

/// Teams and players come, change and go.
@Suite("Teams and players")
struct PeopleRulesTests {
    @Test("A team: made, altered, deleted")
    func team() {
        var game = Transcript()
        game.play([
            (.host(.createTeam(TeamPatch(name: "Reds"))), #"201 {"id":4,"name":"Reds","color":""}"#),
            (.host(.updateTeam(4, TeamPatch(color: "#f00"))), ##"200 {"id":4,"name":"Reds","color":"#f00"}"##),
            (.host(.updateTeam(4, TeamPatch(name: "Blues"))), ##"200 {"id":4,"name":"Blues","color":"#f00"}"##),
            (.host(.deleteTeam(4)), "204"),
            (.host(.deleteTeam(4)), #"notFound("team")"#),
            (.host(.updateTeam(3, TeamPatch(name: "Theirs"))), #"notFound("team")"#),
            (.host(.deleteTeam(3)), #"notFound("team")"#),
        ])
        #expect(
            game.messages == [
                ##"{"type":"game_changed","kind":"team_created","team":{"id":4,"name":"Reds","color":""},"revision":1}"##,
                ##"{"type":"game_changed","kind":"team_updated","team":{"id":4,"name":"Reds","color":"#f00"},"revision":2}"##,
                ##"{"type":"game_changed","kind":"team_updated","team":{"id":4,"name":"Blues","color":"#f00"},"revision":3}"##,
                ##"{"type":"game_changed","kind":"team_deleted","team_id":4,"revision":4}"##,
            ])
        #expect(game.news.map(\.version) == [1, 2, 3, 4])
        #expect(game.store.teams == MemoryStore.twoGames.teams)
    }

    @Test("A player: made, altered, deleted")
    func player() {
        var game = Transcript()
        let ada = #"{"id":5,"team_id":2,"name":"Ada","buzzer":7,"score":0,"version":0}"#
        let patch = PlayerPatch(name: "Ada", teamID: .set(2), buzzer: .set(7))
        game.play(.host(.createPlayer(patch)), "201 \(ada)")
        #expect(
            game.messages == [#"{"type":"game_changed","kind":"player_created","player":\#(ada),"revision":1}"#])
        game.play([
            (.right(5, 1), #"200 {"player_id":5,"score":200,"version":1}"#),
            (
                .host(.updatePlayer(5, PlayerPatch(name: "Lady Ada", teamID: .set(nil)))),
                #"200 {"id":5,"team_id":null,"name":"Lady Ada","buzzer":7,"score":200,"version":1}"#
            ),
            (
                .host(.updatePlayer(5, PlayerPatch(teamID: .set(1), buzzer: .set(nil)))),
                #"200 {"id":5,"team_id":1,"name":"Lady Ada","buzzer":null,"score":200,"version":1}"#
            ),
            (.host(.deletePlayer(5)), "204"),
            (.right(5, 1), #"notFound("player")"#),
            (.undo(5, 1), #"notFound("player")"#),
        ])
        #expect(game.messages.last == #"{"type":"game_changed","kind":"player_deleted","player_id":5,"revision":5}"#)
        let last = #"{"id":5,"team_id":1,"name":"Lady Ada","buzzer":null,"score":200,"version":1}"#
        let answers = #"[{"question_id":1,"is_correct":true,"points":200}]"#
        #expect(game.news.last?.detail == #"{"player":\#(last),"answers":\#(answers)}"#)
        #expect(game.store.scores[5] == nil)
        #expect(game.store.answers.isEmpty)
    }

    @Test("A new player's name may be all there is")
    func nameOnly() {
        var game = Transcript()
        game.play(
            .host(.createPlayer(PlayerPatch(name: "Bob"))),
            #"201 {"id":5,"team_id":null,"name":"Bob","buzzer":null,"score":0,"version":0}"#)
        #expect(game.store.scores[5] == PlayerScore(id: 5, gameID: 1, score: 0, version: 0))
    }

    @Test("Nobody joins a team that is not there or plays another game")
    func foreignTeam() {
        var game = Transcript()
        func join(_ team: Int64) -> PlayerPatch { PlayerPatch(name: "Eve", teamID: .set(team)) }
        game.play([
            (.host(.createPlayer(join(99))), #"notFound("team")"#),
            (.host(.createPlayer(join(3))), #"wrongGame(field: "team_id")"#),
            (.host(.updatePlayer(1, join(99))), #"notFound("team")"#),
            (.host(.updatePlayer(1, join(3))), #"wrongGame(field: "team_id")"#),
            (.host(.updatePlayer(4, join(1))), #"notFound("player")"#),
            (.host(.updatePlayer(99, join(1))), #"notFound("player")"#),
            (.host(.deletePlayer(4)), #"notFound("player")"#),
        ])
        #expect(game.store.profiles == MemoryStore.twoGames.profiles)
    }

    @Test("A team's players stay without a team: those of before, and who came in the same batch")
    func deleteTeam() {
        var game = Transcript()
        game.play([
            (
                .host(.createPlayer(PlayerPatch(name: "Ada", teamID: .set(1)))),
                #"201 {"id":5,"team_id":1,"name":"Ada","buzzer":null,"score":0,"version":0}"#
            ),
            (
                .host(.updatePlayer(2, PlayerPatch(teamID: .set(1)))),
                #"200 {"id":2,"team_id":1,"name":"Player 2","buzzer":null,"score":0,"version":0}"#
            ),
            (.host(.deleteTeam(1)), "204"),
            (.host(.createPlayer(PlayerPatch(name: "Late", teamID: .set(1)))), #"notFound("team")"#),
            (
                .host(.updatePlayer(1, PlayerPatch(name: "Free"))),
                #"200 {"id":1,"team_id":null,"name":"Free","buzzer":null,"score":0,"version":0}"#
            ),
        ])
        #expect([1, 2, 5].allSatisfy { game.store.profiles[$0]?.teamID == nil })
        #expect(game.store.profiles[4]?.teamID == 3)
        #expect(game.news.count == 4)
    }

    @Test("A player's answers go along, and free their questions")
    func deletePlayer() {
        var game = Transcript()
        game.play([
            (.right(1, 1), #"200 {"player_id":1,"score":200,"version":1}"#),
            (.right(1, 2), #"200 {"player_id":1,"score":600,"version":2}"#),
            (.wrong(2, 2), #"200 {"player_id":2,"score":-400,"version":1}"#),
        ])
        game.play([
            (.right(1, 3), #"200 {"player_id":1,"score":700,"version":3}"#),
            (.undo(1, 1), #"200 {"player_id":1,"score":500,"version":4}"#),
            (.host(.deleteCategory(2)), #"hasAnswers("category")"#),
            (.host(.deletePlayer(1)), "204"),
            (.host(.deleteCategory(2)), "204"),
            (.host(.deleteQuestion(1)), "204"),
            (.host(.deleteQuestion(2)), #"hasAnswers("question")"#),
        ])
        #expect(game.store.answers.keys.map(\.playerID) == [2])
        #expect(game.store.scores[2]?.score == -400)
    }
    @Test("A deleted player's answers of earlier batches free their questions at once")
    func deletePlayerThenQuestion() {
        var game = Transcript()
        game.play([.right(1, 1), .right(1, 3), .right(2, 3)])
        game.play([
            (.host(.deletePlayer(1)), "204"),
            (.host(.deleteQuestion(1)), "204"),
            (.host(.deleteQuestion(3)), #"hasAnswers("question")"#),
        ])
        #expect(game.store.answers.keys.map(\.playerID) == [2])
    }
}
