@testable import GameAPI

extension MemoryStore {
    /// What has to hold after every batch, whatever was asked for; empty if all does.
    func brokenInvariants() -> [String] {
        violations + brokenScores() + brokenLog()
    }

    /// The changes of one game, in order.
    func log(of game: Int64) -> [Change] {
        changes.filter { $0.gameID == game }
    }

    private func brokenScores() -> [String] {
        var broken: [String] = []
        for score in scores.values {
            let sum = answers.filter { $0.key.playerID == score.id }.values.reduce(0) { $0 + Int64($1.points) }
            if sum != Int64(score.score) { broken.append("player \(score.id): score \(score.score), answers \(sum)") }
            if profiles[score.id]?.gameID != score.gameID { broken.append("player \(score.id): half a row") }
        }
        for key in answers.keys where scores[key.playerID] == nil || questions[key.questionID] == nil {
            broken.append("answer \(key) of nobody")
        }
        if Set(contents.keys) != Set(questions.keys) { broken.append("half a question") }
        return broken
    }

    /// Revisions and versions: from 1, each exactly once, and the rows have the newest.
    private func brokenLog() -> [String] {
        var broken: [String] = []
        for game in games.values {
            let log = log(of: game.id)
            if log.map(\.revision) != (0..<log.count).map({ Int64($0 + 1) }) || game.revision != Int64(log.count) {
                broken.append("game \(game.id): revisions \(log.map(\.revision)), now \(game.revision)")
            }
            for change in log where change.body.contains(MemoryStore.secret) && !change.kind.maySayNames {
                broken.append("a question's text or answer in \(change.body)")
            }
        }
        let played = changes.filter { $0.kind == .updateScore }
        for (player, log) in Dictionary(grouping: played, by: \.entityID) {
            broken += gaps(in: log, of: "player \(player)", newest: scores[player]?.version)
        }
        let asked = changes.filter { [.toggleQuestion, .questionUpdated, .questionDeleted].contains($0.kind) }
        for (question, log) in Dictionary(grouping: asked, by: \.entityID) {
            broken += gaps(in: log, of: "question \(question)", newest: questions[question]?.version)
        }
        return broken
    }

    private func gaps(in log: [Change], of entity: String, newest: Int64?) -> [String] {
        let versions = log.map(\.version)
        let isContiguous = versions == (0..<log.count).map { Int64($0 + 1) }
        return isContiguous && (newest ?? versions.last) == versions.last ? [] : ["\(entity): versions \(versions)"]
    }
}

extension Change.Kind {
    /// Whether what is told to everybody contains a name, which the random mutations make of secrets.
    fileprivate var maySayNames: Bool {
        switch self {
        case .updateScore, .toggleQuestion, .questionCreated, .questionUpdated, .questionDeleted: false
        default: true
        }
    }
}
