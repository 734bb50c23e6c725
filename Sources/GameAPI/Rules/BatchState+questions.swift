extension BatchState {
    /// Marks a question as played or open again, or edits it.
    mutating func updateQuestionStatus(
        _ mutation: Mutation, id: Int64, patch: QuestionPatch
    ) throws(MutationError) -> QuestionStatusResult {
        let before = try questionOfGame(id, in: mutation)
        try check(mutation, before)
        var question = before
        question.answered = patch.answered ?? question.answered
        question.version += 1
        guard patch.changesContent else {
            questions.update(question)
            record(mutation, .toggleQuestion, entityID: id, version: question.version) {
                $0.add("question_id", id)
                $0.add("answered", question.answered)
                $0.add("version", question.version)
            }
            return question.result
        }

        guard var content = contents[id] else { preconditionFailure("an edited question's content is loaded") }
        let previous = content.json(of: before)
        question.points = patch.points ?? question.points
        content.text = patch.text ?? content.text
        content.answer = patch.answer ?? content.answer
        content.flags = patch.flags ?? content.flags
        content.position = patch.order ?? content.position
        questions.update(question)
        contents.update(content)
        questionPositions.place(id, of: question.categoryID, at: content.position)
        var detail = JSONText()
        detail.add("question", json: content.json(of: question))
        detail.add("previous", json: previous)
        recordQuestion(mutation, .questionUpdated, question, detail: detail.finish())
        return question.result
    }

    mutating func createQuestion(
        _ mutation: Mutation, in categoryID: Int64, _ patch: QuestionPatch
    ) throws(MutationError) -> MutationReply {
        guard categories[categoryID]?.gameID == mutation.gameID else { throw .notFound("category") }
        try checkRevision(mutation)
        let id = newIDs.questions.removeFirst()
        let question = QuestionState(
            id: id, gameID: mutation.gameID, categoryID: categoryID, points: patch.points ?? 0,
            answered: patch.answered ?? false, version: 0)
        let content = QuestionContent(
            id: id, text: patch.text ?? "", answer: patch.answer ?? "", flags: patch.flags ?? [],
            position: patch.order ?? questionPositions.next(in: categoryID), slides: patch.slides)
        questions.create(question)
        contents.create(content)
        questionPositions.place(id, of: categoryID, at: content.position)
        let json = content.json(of: question, withSlides: true)
        recordQuestion(mutation, .questionCreated, question, detail: Self.detail(ofQuestion: json))
        return MutationReply(status: 201, body: json)
    }

    mutating func deleteQuestion(_ mutation: Mutation, id: Int64) throws(MutationError) -> MutationReply {
        let question = try questionOfGame(id, in: mutation)
        try check(mutation, question)
        guard answerCounts[id, default: 0] == 0 else { throw .hasAnswers("question") }
        guard let content = contents[id] else { preconditionFailure("a deleted question's content is loaded") }
        let detail = Self.detail(ofQuestion: content.json(of: question, withSlides: true))
        questions.delete(id)
        contents.delete(id)
        questionPositions.remove(id, of: question.categoryID)
        record(mutation, .questionDeleted, entityID: id, version: question.version + 1, detail: detail) {
            $0.add("question_id", id)
            $0.add("category_id", question.categoryID)
        }
        return MutationReply(status: 204, body: "")
    }

    private static func detail(ofQuestion json: String) -> String {
        var detail = JSONText()
        detail.add("question", json: json)
        return detail.finish()
    }

    private func questionOfGame(_ id: Int64, in mutation: Mutation) throws(MutationError) -> QuestionState {
        guard let question = questions[id], question.gameID == mutation.gameID else { throw .notFound("question") }
        return question
    }

    private func check(_ mutation: Mutation, _ question: QuestionState) throws(MutationError) {
        guard let condition = mutation.precondition, !condition.admits(question.version) else { return }
        throw .versionConflict(current: question.result.json)
    }

    /// Never with the text or the answer: every client gets this.
    private mutating func recordQuestion(
        _ mutation: Mutation, _ kind: Change.Kind, _ question: QuestionState, detail: String?
    ) {
        record(mutation, kind, entityID: question.id, version: question.version, detail: detail) {
            $0.add("question_id", question.id)
            $0.add("category_id", question.categoryID)
            $0.add("answered", question.answered)
            $0.add("version", question.version)
        }
    }
}

extension QuestionState {
    var result: QuestionStatusResult { QuestionStatusResult(questionID: id, answered: answered, version: version) }
}

extension QuestionContent {
    /// The question as a host's snapshot shows it, and its slides, if any, where it may have to be made again.
    func json(of question: QuestionState, withSlides: Bool = false) -> String {
        var object = JSONText()
        object.add("id", id)
        object.add("text", text)
        object.add("answer", answer)
        object.add("points", question.points)
        object.add("flags", flags)
        object.add("order", position)
        object.add("answered", question.answered)
        object.add("version", question.version)
        if withSlides, let slides { object.add("slides", json: slides) }
        return object.finish()
    }
}
