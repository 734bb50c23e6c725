// What a host's log keeps of things that are altered or deleted, so that it can be undone. Made before they are.

extension BatchState {
    /// The detail of what replaces a thing.
    static func previous(_ json: String) -> String {
        var detail = JSONText()
        detail.add("previous", json: json)
        return detail.finish()
    }

    /// The board with its categories and their questions; nil where they were too much to read.
    func detail(ofDeleted board: Board) -> String? {
        let children = categories.byID.values.filter { $0.boardID == board.id }
            .sorted { ($0.position, $0.id) < ($1.position, $1.id) }
        let questions = questionsByCategory(Set(children.map(\.id)))
        var jsons: [String] = []
        for child in children {
            guard let json = json(of: child, questions[child.id] ?? []) else { return nil }
            jsons.append(json)
        }
        var detail = JSONText()
        detail.add("board", json: board.json(categories: jsons))
        return detail.finish()
    }

    /// The category with its questions; nil where they were too much to read.
    func detail(ofDeleted category: Category) -> String? {
        guard let json = json(of: category, questionsByCategory([category.id])[category.id] ?? []) else { return nil }
        var detail = JSONText()
        detail.add("board_id", category.boardID)
        detail.add("category", json: json)
        return detail.finish()
    }

    /// The team, and who was in it.
    func detail(ofDeleted team: Team) -> String {
        var detail = JSONText()
        detail.add("team", json: team.json)
        let members = players.byID.values.filter { $0.teamID == team.id }.map(\.id).sorted()
        detail.add("player_ids", json: members.map { String($0) })
        return detail.finish()
    }

    /// The answers of a player that is to be deleted: all of them are loaded.
    func answersJSON(of playerID: Int64) -> [String] {
        answers.filter { $0.key.playerID == playerID }
            .sorted { $0.key.questionID < $1.key.questionID }
            .map { key, answer in
                var object = JSONText()
                object.add("question_id", key.questionID)
                object.add("is_correct", answer.isCorrect)
                object.add("points", answer.points)
                return object.finish()
            }
    }

    /// In one pass over the questions, of which there may be 20,000 in 5,000 categories.
    private func questionsByCategory(_ parents: Set<Int64>) -> [Int64: [QuestionState]] {
        Dictionary(
            grouping: questions.byID.values.lazy.filter { parents.contains($0.categoryID) }, by: \.categoryID)
    }

    private func json(of category: Category, _ children: [QuestionState]) -> String? {
        var questions: [(position: Int32, id: Int64, json: String)] = []
        for question in children {
            guard let content = contents[question.id] else { return nil }
            questions.append((content.position, question.id, content.json(of: question, withSlides: true)))
        }
        questions.sort { ($0.position, $0.id) < ($1.position, $1.id) }
        return category.json(questions: questions.map(\.json))
    }
}
