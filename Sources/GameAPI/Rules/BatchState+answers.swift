extension BatchState {
    /// Records a player's answer to a question.
    ///
    /// The same correctness again replaces the points; the opposite one takes the earlier answer back, because the host
    /// clicked the other button: an undo, not a double penalty. The version goes up by one in each case.
    mutating func recordPlayerAnswer(
        _ mutation: Mutation, playerID: Int64, questionID: Int64, isCorrect: Bool, points: Int32?
    ) throws(MutationError) -> PlayerAnswerResult {
        let score = try playerScore(playerID, in: mutation)
        guard let question = questions[questionID] else { throw .notFound("question") }
        guard question.gameID == mutation.gameID else { throw .wrongGame(field: "question_id") }
        try check(mutation, score)

        let key = AnswerKey(playerID: playerID, questionID: questionID)
        let earlier = answers[key]
        let recorded: Answer? =
            if let earlier, earlier.isCorrect != isCorrect {
                nil
            } else {
                Answer(isCorrect: isCorrect, points: points ?? (isCorrect ? question.points : -question.points))
            }
        return try replaceAnswer(mutation, key, earlier: earlier, with: recorded, score: score)
    }

    /// Takes a recorded answer back.
    mutating func deletePlayerAnswer(
        _ mutation: Mutation, playerID: Int64, questionID: Int64
    ) throws(MutationError) -> PlayerAnswerResult {
        let score = try playerScore(playerID, in: mutation)
        let key = AnswerKey(playerID: playerID, questionID: questionID)
        guard let earlier = answers[key] else { throw .notFound("answer") }
        try check(mutation, score)
        return try replaceAnswer(mutation, key, earlier: earlier, with: nil, score: score)
    }

    private func playerScore(_ id: Int64, in mutation: Mutation) throws(MutationError) -> PlayerScore {
        guard let score = scores[id] else { throw .notFound("player") }
        guard score.gameID == mutation.gameID else { throw .wrongGame(field: "player_id") }
        return score
    }

    private func check(_ mutation: Mutation, _ score: PlayerScore) throws(MutationError) {
        guard let condition = mutation.precondition, !condition.admits(score.version) else { return }
        throw .versionConflict(current: score.result.json)
    }

    private mutating func replaceAnswer(
        _ mutation: Mutation, _ key: AnswerKey, earlier: Answer?, with recorded: Answer?, score before: PlayerScore
    ) throws(MutationError) -> PlayerAnswerResult {
        let sum = Int64(before.score) - Int64(earlier?.points ?? 0) + Int64(recorded?.points ?? 0)
        guard let total = Int32(exactly: sum) else { throw .scoreOutOfRange }
        var score = before
        score.score = total
        score.version += 1
        scores.update(score)
        answers[key] = recorded
        changedAnswers[key] = .some(recorded)
        answerCounts[key.questionID, default: 0] += (recorded == nil ? 0 : 1) - (earlier == nil ? 0 : 1)

        var detail = JSONText()
        detail.add("question_id", key.questionID)
        if let recorded { detail.add("answer", json: recorded.json) } else { detail.add("answer", json: "null") }
        if let earlier { detail.add("previous", json: earlier.json) }
        record(mutation, .updateScore, entityID: key.playerID, version: score.version, detail: detail.finish()) {
            $0.add("player_id", key.playerID)
            $0.add("score", score.score)
            $0.add("version", score.version)
        }
        return score.result
    }
}

extension Answer {
    var json: String {
        var object = JSONText()
        object.add("is_correct", isCorrect)
        object.add("points", points)
        return object.finish()
    }
}

extension PlayerScore {
    var result: PlayerAnswerResult { PlayerAnswerResult(playerID: id, score: score, version: version) }
}
