import Testing

@testable import Relay

@Suite struct PresenceMapTests {
    typealias Map = PresenceMap<String>

    func lines(_ changes: [Map.Change]) -> String {
        changes.map { ($0.isConnected ? "+" : "-") + $0.client }.joined(separator: " ")
    }

    @Test func aClientIsThereWhileAnyInstanceHasIt() {
        var map = Map()
        #expect(lines(map.apply(instance: "i", sequence: 1, counts: [("a", 2), ("b", 1)])) == "+a +b")
        #expect(map.apply(instance: "j", sequence: 1, counts: [("a", 1)]).isEmpty)
        #expect(lines(map.apply(instance: "i", sequence: 2, counts: [("a", 0), ("b", 0)])) == "-b")
        #expect(map.clients == ["a"])
        #expect(lines(map.apply(instance: "j", sequence: 2, counts: [("a", 0)])) == "-a")
        #expect(map.clients.isEmpty)
    }

    @Test func oneAnnouncementMayComeInParts() {
        var map = Map()
        #expect(lines(map.apply(instance: "i", sequence: 3, counts: [("a", 1)])) == "+a")
        #expect(lines(map.apply(instance: "i", sequence: 3, counts: [("b", 1)])) == "+b")
        #expect(map.apply(instance: "i", sequence: 3, counts: [("a", 1)]).isEmpty, "twice is once")
        #expect(map.apply(instance: "i", sequence: 2, counts: [("a", 0), ("c", 1)]).isEmpty, "older")
        #expect(map.clients == ["a", "b"])
    }

    @Test func anInstanceTakesItsClientsWithIt() {
        var map = Map()
        _ = map.apply(instance: "i", sequence: 1, counts: [("a", 1), ("b", 1)])
        _ = map.apply(instance: "j", sequence: 1, counts: [("b", 1)])
        #expect(lines(map.remove(instance: "i")) == "-a")
        #expect(map.remove(instance: "i").isEmpty)
    }

    @Test func theDatabaseSaysWhatWasMissed() {
        var map = Map()
        _ = map.apply(instance: "i", sequence: 1, counts: [("a", 1), ("b", 1)])
        _ = map.apply(instance: "dead", sequence: 1, counts: [("c", 1), ("e", 1)])
        map.beginRead()
        let changes = map.merge(
            instances: [("i", 5), ("j", 9)], rows: [("i", "b", 2), ("i", "d", 1), ("j", "e", 1), ("unknown", "x", 1)])
        #expect(lines(changes) == "-a -c +d", "e has only changed its instance")
        #expect(map.clients == ["b", "d", "e"])
        #expect(map.apply(instance: "j", sequence: 8, counts: [("f", 1)]).isEmpty, "the answer knew better")
        #expect(lines(map.apply(instance: "j", sequence: 9, counts: [("e", 0)])) == "-e")
    }

    @Test func whatIsAnnouncedDuringTheReadGoesOnTopOfItsAnswer() {
        var map = Map()
        _ = map.apply(instance: "i", sequence: 1, counts: [("a", 1), ("b", 1)])
        map.beginRead()
        // 2 was missed (c came, b went); the answer has it, but not 3.
        #expect(lines(map.apply(instance: "i", sequence: 3, counts: [("a", 0), ("d", 1)])) == "-a +d")
        #expect(lines(map.merge(instances: [("i", 2)], rows: [("i", "a", 1), ("i", "c", 1)])) == "-b +c")
        #expect(map.clients == ["c", "d"])
        #expect(map.apply(instance: "i", sequence: 2, counts: [("a", 1)]).isEmpty)
    }

    @Test func instancesThatComeAndGoDuringTheRead() {
        var map = Map()
        _ = map.apply(instance: "i", sequence: 1, counts: [("a", 1)])
        map.beginRead()
        #expect(lines(map.remove(instance: "i")) == "-a")
        #expect(lines(map.apply(instance: "new", sequence: 1, counts: [("b", 1)])) == "+b")
        #expect(map.merge(instances: [("i", 1)], rows: [("i", "a", 1)]).isEmpty)
        #expect(map.clients == ["b"])
        map.beginRead()
        #expect(lines(map.merge(instances: [], rows: [])) == "-b")
    }
}
