import TestSupport
import Testing

@testable import Relay

@Suite struct PresenceBookTests {
    @Test func reportsCountsThatDifferFromTheLastReport() {
        var book = PresenceBook<String>()
        book.came("a")
        book.came("a")
        book.came("b")
        #expect(book.takeChanges() == ["a": 2, "b": 1])
        #expect(book.takeChanges().isEmpty)
        book.left("a")
        book.left("b")
        #expect(book.takeChanges() == ["a": 1, "b": 0])
        book.left("a")
        #expect(book.takeChanges() == ["a": 0])
        #expect(book.takeAll().isEmpty)
    }

    @Test func comingAndGoingBetweenTwoReportsIsNoChange() {
        var book = PresenceBook<String>()
        book.came("a")
        book.left("a")
        #expect(book.takeChanges().isEmpty)
        book.came("b")
        _ = book.takeChanges()
        book.left("b")
        book.came("b")
        #expect(book.takeChanges().isEmpty)
    }

    @Test func aNewRegistrationTellsAllThatAreThere() {
        var book = PresenceBook<String>()
        book.came("a")
        book.came("b")
        _ = book.takeChanges()
        book.left("b")
        #expect(book.takeAll() == ["a": 1])
        #expect(book.takeChanges().isEmpty)
    }

    /// The reports since the last registration add up to what is there.
    @Test(arguments: 0..<50 as Range<UInt64>)
    func theReportsAddUp(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var book = PresenceBook<Int>()
        var truth: [Int: Int] = [:]
        var database: [Int: Int] = [:]
        func store(_ changes: [Int: Int]) {
            for (key, count) in changes { database[key] = count == 0 ? nil : count }
        }
        for _ in 0..<200 {
            let key = Int.random(in: 0..<6, using: &random)
            switch Int.random(in: 0..<12, using: &random) {
            case 0..<4:
                book.came(key)
                truth[key, default: 0] += 1
            case 4..<8:
                guard let count = truth[key] else { continue }
                book.left(key)
                truth[key] = count == 1 ? nil : count - 1
            case 8..<11: store(book.takeChanges())
            default:
                database = [:]
                store(book.takeAll())
            }
        }
        store(book.takeChanges())
        #expect(database == truth)
    }
}
