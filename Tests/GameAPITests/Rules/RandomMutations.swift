import TestSupport

@testable import GameAPI

/// Mutations of every kind, from a small pool of ids: of the game, of another game, unknown ones, and ones that come to
/// be while the sequence runs.
struct RandomMutations {
    var random: SeededGenerator

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
    }

    mutating func sequence(of count: Int, games: [Int64] = [1, 1, 1, 2, 2, 3]) -> [Mutation] {
        (0..<count).map { _ in mutation(of: games.randomElement(using: &random) ?? 1) }
    }

    mutating func mutation(of game: Int64) -> Mutation {
        var mutation = Mutation(gameID: game, action: action(), actor: oneOf(["host", "admin", "player:1"]))
        if chance(20) {
            mutation.precondition = VersionCondition(versions: (0..<int(6)).map { _ in Int64(int(12)) })
        }
        if chance(25) {
            mutation.idempotency = Idempotency(key: oneOf(["a", "b", "c", "d", "e"]), fingerprint: [UInt8(int(2))])
        }
        return mutation
    }

    private mutating func action() -> Action {
        switch int(100) {
        case 0..<35: .recordAnswer(playerID: id(7), questionID: id(8), isCorrect: chance(60), points: points())
        case 35..<45: .deleteAnswer(playerID: id(7), questionID: id(8))
        case 45..<47: .updateGame(GamePatch(name: text(), pointsTerm: text()))
        case 47..<60: boardAction()
        case 60..<80: questionAction()
        default: peopleAction()
        }
    }

    private mutating func boardAction() -> Action {
        switch int(8) {
        case 0: .createBoard(BoardPatch(name: text(), order: order()))
        case 1: .createCategory(boardID: id(6), CategoryPatch(name: text(), description: text(), order: order()))
        case 2: .updateBoard(id(6), BoardPatch(name: text(), order: order()))
        case 3:
            .updateCategory(
                id(7), CategoryPatch(name: text(), description: text(), order: order()))
        case 4, 5: .deleteBoard(id(6))
        default: .deleteCategory(id(7))
        }
    }

    private mutating func questionAction() -> Action {
        switch int(10) {
        case 0..<3: .updateQuestion(id(8), QuestionPatch(answered: chance(50)))
        case 3..<6: .updateQuestion(id(8), questionPatch(order: order()))
        case 6..<8: .createQuestion(categoryID: id(7), questionPatch(order: order()))
        default: .deleteQuestion(id(8))
        }
    }

    private mutating func peopleAction() -> Action {
        switch int(7) {
        case 0: .createTeam(TeamPatch(name: text(), color: text()))
        case 1: .updateTeam(id(6), TeamPatch(name: text(), color: text()))
        case 2: .deleteTeam(id(6))
        case 3, 4: .createPlayer(playerPatch())
        case 5: .updatePlayer(id(7), playerPatch())
        default: .deletePlayer(id(7))
        }
    }

    private mutating func questionPatch(order: Int32?) -> QuestionPatch {
        QuestionPatch(
            answered: chance(30) ? chance(50) : nil, text: text(), answer: text(),
            points: chance(50) ? Int32(int(500)) : nil, flags: chance(30) ? ["x", MemoryStore.secret] : nil,
            order: order)
    }

    private mutating func playerPatch() -> PlayerPatch {
        PlayerPatch(
            name: text(), teamID: chance(50) ? .set(chance(30) ? nil : id(6)) : .unchanged,
            buzzer: chance(50) ? .set(chance(30) ? nil : Int32(int(9))) : .unchanged)
    }

    private mutating func points() -> Int32? {
        oneOf([nil, nil, nil, nil, 0, 50, -70, .max, .min, 2_000_000_000, -2_000_000_000])
    }

    private mutating func order() -> Int32? { chance(60) ? nil : Int32(int(9)) }
    private mutating func text() -> String? { chance(50) ? "\(MemoryStore.secret)\(int(1_000))" : nil }
    private mutating func id(_ most: Int) -> Int64 { chance(5) ? 99 : Int64(1 + int(most)) }
    private mutating func oneOf<Value>(_ values: [Value]) -> Value { values[int(values.count)] }

    mutating func int(_ count: Int) -> Int { Int.random(in: 0..<count, using: &random) }
    mutating func chance(_ percent: Int) -> Bool { int(100) < percent }

    /// Cuts a sequence into batches.
    mutating func batches<Element>(of sequence: [Element], upTo size: Int) -> [[Element]] {
        var batches: [[Element]] = []
        var rest = sequence[...]
        while !rest.isEmpty {
            let batch = rest.prefix(1 + int(size))
            rest = rest.dropFirst(batch.count)
            batches.append(Array(batch))
        }
        return batches
    }
}
