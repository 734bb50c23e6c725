import Testing

@testable import GameAPI

/// A small world of two games, played like a transcript: what is asked, and what comes back.
struct Transcript {
    private(set) var store: MemoryStore
    /// The changes of the last batch.
    private(set) var news: [Change] = []

    init(_ store: MemoryStore = .twoGames) {
        self.store = store
    }

    /// The messages that the last batch sent.
    var messages: [String] { news.map(\.body) }

    /// Commits one mutation and compares its outcome: `200 {…}`, `204`, `200 replayed {…}`, or the error.
    mutating func play(_ mutation: Mutation, _ outcome: String, at location: SourceLocation = #_sourceLocation) {
        play([(mutation, outcome)], at: location)
    }

    /// Commits a batch and compares each outcome.
    mutating func play(_ batch: [(Mutation, String)], at location: SourceLocation = #_sourceLocation) {
        let before = store.changes.count
        let outcomes = store.commit(batch.map(\.0)).map(describe)
        #expect(outcomes == batch.map(\.1), sourceLocation: location)
        #expect(store.violations == [], sourceLocation: location)
        news = Array(store.changes[before...])
    }

    /// Commits a batch of mutations that are all accepted.
    mutating func play(_ batch: [Mutation], at location: SourceLocation = #_sourceLocation) {
        let before = store.changes.count
        let failures = store.commit(batch).filter { if case .failure = $0 { true } else { false } }.map(describe)
        #expect(failures == [], sourceLocation: location)
        #expect(store.violations == [], sourceLocation: location)
        news = Array(store.changes[before...])
    }
}

/// An outcome in one line.
func describe(_ result: Result<MutationReply, MutationError>) -> String {
    switch result {
    case .success(let reply):
        "\(reply.status)\(reply.replayed ? " replayed" : "")\(reply.body.isEmpty ? "" : " " + reply.body)"
    case .failure(let error): "\(error)"
    }
}

extension Mutation {
    /// A mutation of game 1 by its host.
    static func host(
        _ action: Action, game: Int64 = 1, ifMatch versions: Int64..., key: String? = nil, fingerprint: UInt8 = 0
    ) -> Mutation {
        Mutation(
            gameID: game, action: action, actor: "host",
            precondition: versions.isEmpty ? nil : VersionCondition(versions: versions),
            idempotency: key.map { Idempotency(key: $0, fingerprint: [fingerprint]) })
    }

    static func right(_ player: Int64, _ question: Int64, points: Int32? = nil, game: Int64 = 1) -> Mutation {
        host(.recordAnswer(playerID: player, questionID: question, isCorrect: true, points: points), game: game)
    }

    static func wrong(_ player: Int64, _ question: Int64, points: Int32? = nil, game: Int64 = 1) -> Mutation {
        host(.recordAnswer(playerID: player, questionID: question, isCorrect: false, points: points), game: game)
    }

    static func undo(_ player: Int64, _ question: Int64, game: Int64 = 1) -> Mutation {
        host(.deleteAnswer(playerID: player, questionID: question), game: game)
    }
}

extension MemoryStore {
    /// What no player and no board may read.
    static let secret = "§"

    /// Game 1: boards 1 and 2, categories 1 and 2 on board 1 and 3 on board 2, questions 1 (200), 2 (400), 3 (100)
    /// and 4 (the most there can be), teams 1 and 2, players 1 to 3. Game 2: one of each; question 5 and player 4.
    static let twoGames: MemoryStore = {
        var store = MemoryStore()
        for (id, name) in [(1, "Friday"), (2, "Saturday")] as [(Int64, String)] {
            store.games[id] = GameState(id: id, name: name, pointsTerm: "points", revision: 0)
        }
        for (id, game, position) in [(1, 1, 0), (2, 1, 1), (3, 2, 0)] as [(Int64, Int64, Int32)] {
            store.boards[id] = Board(id: id, gameID: game, name: "Round \(id)", position: position)
        }
        for (id, board, position) in [(1, 1, 0), (2, 1, 1), (3, 2, 0), (4, 3, 0)] as [(Int64, Int64, Int32)] {
            store.categories[id] = Category(
                id: id, gameID: board == 3 ? 2 : 1, boardID: board, name: "Topic \(id)", description: "",
                position: position)
        }
        for (id, category, points, position) in [
            (1, 1, 200, 0), (2, 1, 400, 1), (3, 2, 100, 0), (4, 3, .max, 0), (5, 4, 300, 0),
        ] as [(Int64, Int64, Int32, Int32)] {
            store.questions[id] = QuestionState(
                id: id, gameID: category == 4 ? 2 : 1, categoryID: category, points: points, answered: false, version: 0
            )
            store.contents[id] = QuestionContent(
                id: id, text: "\(secret)Which \(id)?", answer: "\(secret)That \(id)", flags: [], position: position,
                slides: nil)
        }
        for (id, game) in [(1, 1), (2, 1), (3, 2)] as [(Int64, Int64)] {
            store.teams[id] = Team(id: id, gameID: game, name: "Team \(id)", color: "#f00")
        }
        for (id, game, team) in [(1, 1, 1), (2, 1, 2), (3, 1, nil), (4, 2, 3)] as [(Int64, Int64, Int64?)] {
            store.profiles[id] = PlayerProfile(id: id, gameID: game, teamID: team, name: "Player \(id)", buzzer: nil)
            store.scores[id] = PlayerScore(id: id, gameID: game, score: 0, version: 0)
        }
        return store
    }()
}
