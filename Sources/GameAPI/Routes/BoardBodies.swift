struct GameChanges: JSONBody {
    let patch: GamePatch

    init(_ fields: inout FieldReader) {
        patch = GamePatch(
            name: fields.optional(.string("name", GameLimits.name)),
            pointsTerm: fields.optional(.string("points_term", GameLimits.pointsTerm)))
        fields.requireAny("name", "points_term")
    }
}

struct NewBoard: JSONBody {
    let patch: BoardPatch

    init(_ fields: inout FieldReader) {
        patch = BoardPatch(&fields)
    }
}

struct BoardChanges: JSONBody {
    let patch: BoardPatch

    init(_ fields: inout FieldReader) {
        patch = BoardPatch(&fields)
        fields.requireAny("name", "order")
    }
}

extension BoardPatch {
    fileprivate init(_ fields: inout FieldReader) {
        self.init(
            name: fields.optional(.string("name", GameLimits.boardName)),
            order: fields.optional(.int("order", GameLimits.order)).map { Int32($0) })
    }
}

struct NewCategory: JSONBody {
    let patch: CategoryPatch

    init(_ fields: inout FieldReader) {
        patch = CategoryPatch(
            name: fields.required(.string("name", GameLimits.name)),
            description: fields.optional(.string("description", GameLimits.description)),
            order: fields.optional(.int("order", GameLimits.order)).map { Int32($0) })
    }
}

struct CategoryChanges: JSONBody {
    let patch: CategoryPatch

    init(_ fields: inout FieldReader) {
        patch = CategoryPatch(
            name: fields.optional(.string("name", GameLimits.name)),
            description: fields.optional(.string("description", GameLimits.description)),
            order: fields.optional(.int("order", GameLimits.order)).map { Int32($0) })
        fields.requireAny("name", "description", "order")
    }
}

struct NewQuestion: JSONBody {
    let patch: QuestionPatch

    init(_ fields: inout FieldReader) {
        let text = fields.required(.string("text", GameLimits.questionText))
        let points = Int32(fields.required(.int("points", GameLimits.questionPoints)))
        patch = QuestionPatch(
            answered: fields.optional(.bool("answered")),
            text: text,
            answer: fields.optional(.string("answer", GameLimits.answerText)),
            points: points,
            flags: fields.optional(.strings("flags", count: 0...GameLimits.flagsPerQuestion, GameLimits.flag)),
            order: fields.optional(.int("order", GameLimits.order)).map { Int32($0) },
            slides: fields.optional(.array("slides")).flatMap { $0.isEmpty ? nil : JSONValue.array($0).text })
    }
}

struct QuestionChanges: JSONBody {
    let patch: QuestionPatch

    init(_ fields: inout FieldReader) {
        patch = QuestionPatch(
            answered: fields.optional(.bool("answered")),
            text: fields.optional(.string("text", GameLimits.questionText)),
            answer: fields.optional(.string("answer", GameLimits.answerText)),
            points: fields.optional(.int("points", GameLimits.questionPoints)).map { Int32($0) },
            flags: fields.optional(.strings("flags", count: 0...GameLimits.flagsPerQuestion, GameLimits.flag)),
            order: fields.optional(.int("order", GameLimits.order)).map { Int32($0) })
        fields.requireAny("answered", "text", "answer", "points", "flags", "order")
    }
}
