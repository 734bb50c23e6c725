/// All that is wrong with a quiz file. Nothing of such a file is stored.
struct QuizFileError: Error, Sendable, Equatable {
    /// Never empty, at most ``limit``.
    let problems: [Problem]

    /// More problems than this are not looked for: who has so many mends the first ones and tries again.
    static let limit = 100

    struct Problem: Sendable, Equatable {
        /// A CSV file's line and column (`line 17, column points`), or a JSON path (`game.boards[0].categories[2].name`),
        /// or, in a file that is no JSON, where reading stopped (`line 3, column 14`).
        let location: String
        /// What to do about it, in a sentence.
        let detail: String
    }
}

/// Collects problems while a file is read to its end, so that all of them are told at once.
struct QuizProblems {
    private(set) var list: [QuizFileError.Problem] = []

    var isFull: Bool { list.count >= QuizFileError.limit }

    mutating func add(_ location: String, _ detail: String) {
        guard !isFull else { return }
        list.append(.init(location: location, detail: detail))
    }

    /// Throws what was collected; to be called before anything that was read is used.
    func throwIfAny() throws(QuizFileError) {
        if !list.isEmpty { throw QuizFileError(problems: list) }
    }
}

extension QuizFileError {
    init(_ location: String, _ detail: String) {
        self.init(problems: [Problem(location: location, detail: detail)])
    }
}
