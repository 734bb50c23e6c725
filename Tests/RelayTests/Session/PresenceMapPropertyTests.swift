import TestSupport
import Testing

@testable import Relay

/// Instances report to a database, announcements are late or lost, and the map still ends with who is there.
@Suite struct PresenceMapPropertyTests {
    enum Event {
        case counts(instance: String, sequence: Int64, [(client: Int, connections: Int)])
        case gone(String)
        case resumed
    }

    struct Stored {
        var sequence: Int64 = 0
        var counts: [Int: Int] = [:]
    }

    struct World {
        var random: SeededGenerator
        var map = PresenceMap<Int>()
        /// What the changes that the map reported add up to.
        var seen: Set<Int> = []
        /// Each change was one, and the map was right whenever there was nothing left to hear or to read.
        var isConsistent = true
        var database: [String: Stored] = [:]
        var queue: [Event] = []
        var isListening = true
        var instances = 0
        var needsRead = true
        var isReading = false
        var answer: [String: Stored]?

        init(seed: UInt64) { random = SeededGenerator(seed: seed) }

        mutating func number(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }

        mutating func tell(_ changes: [PresenceMap<Int>.Change]) {
            for change in changes {
                let isNews =
                    change.isConnected ? seen.insert(change.client).inserted : seen.remove(change.client) != nil
                isConsistent = isConsistent && isNews
            }
            isConsistent = isConsistent && seen.sorted() == map.clients
        }

        mutating func announce(_ events: [Event]) {
            if isListening { queue += events }
        }

        mutating func report() {
            guard let id = database.keys.sorted().randomElement(using: &random), var stored = database[id] else {
                return
            }
            stored.sequence += 1
            var counts: [(client: Int, connections: Int)] = []
            for client in 0..<8 where number(0..<3) == 0 {
                let connections = number(0..<3)
                stored.counts[client] = connections == 0 ? nil : connections
                counts.append((client, connections))
            }
            database[id] = stored
            let half = counts.count / 2
            announce([
                .counts(instance: id, sequence: stored.sequence, Array(counts[..<half])),
                .counts(instance: id, sequence: stored.sequence, Array(counts[half...])),
            ])
        }

        mutating func hear() {
            guard !queue.isEmpty else { return }
            switch queue.removeFirst() {
            case .counts(let instance, let sequence, let counts):
                tell(map.apply(instance: instance, sequence: sequence, counts: counts))
            case .gone(let instance): tell(map.remove(instance: instance))
            case .resumed: needsRead = true
            }
        }

        mutating func advanceRead() {
            if !isReading {
                guard needsRead else { return }
                needsRead = false
                isReading = true
                map.beginRead()
            } else if let stored = answer {
                isReading = false
                answer = nil
                tell(
                    map.merge(
                        instances: stored.map { ($0.key, $0.value.sequence) },
                        rows: stored.flatMap { id, stored in stored.counts.map { (id, $0.key, $0.value) } }))
            } else {
                answer = database
            }
        }

        mutating func step() {
            switch number(0..<20) {
            case 0..<6: report()
            case 6..<12: hear()
            case 12..<16: advanceRead()
            case 16 where database.count < 3:
                instances += 1
                database["\(instances)"] = Stored()
            case 17:
                guard let id = database.keys.sorted().randomElement(using: &random) else { return }
                database[id] = nil
                announce([.gone(id)])
            case 18:
                isListening.toggle()
                if isListening { queue.append(.resumed) }
            default: return
            }
        }

        mutating func settle() {
            if !isListening { queue.append(.resumed) }
            isListening = true
            while !queue.isEmpty { hear() }
            while needsRead || isReading { advanceRead() }
            isConsistent =
                isConsistent && map.clients == Set(database.values.flatMap(\.counts.keys)).sorted()
        }
    }

    @Test(arguments: 0..<100 as Range<UInt64>)
    func theMapEndsWithWhoIsThere(seed: UInt64) {
        var world = World(seed: seed)
        for _ in 0..<400 where world.isConsistent {
            world.step()
            // Not only in the end: a later read would make good for a mistake.
            if world.number(0..<30) == 0 { world.settle() }
        }
        world.settle()
        #expect(world.isConsistent)
    }
}
