import TestSupport
import Testing

@testable import GameAPI

@Suite("Payloads of coordination")
struct CoordinationPayloadTests {
    private func message(_ body: String, retain: Bool = false, recipient: Recipient? = nil) -> CoordinationItem {
        .message(CoordinationMessage(type: "a", recipient: recipient, retain: retain, body: body))
    }

    @Test("How they look")
    func text() {
        let counts = [
            ClientCount(client: ClientKey(type: "board", id: "left\t"), connections: 2),
            ClientCount(client: ClientKey(type: "b", id: "\""), connections: 0),
        ]
        let items: [CoordinationItem] = [
            message(#"{"type":"a"}"#),
            message("{}", retain: true, recipient: Recipient(connectionID: nil, clientID: "é", clientType: "t")),
            .presence(instance: "one", sequence: 12, counts: counts),
            .presence(instance: "one", sequence: 0, counts: []),
        ]
        let lines = [
            "7:m\t-\t\"a\"\t{\"type\":\"a\"}", "M\t{\"client_id\":\"é\",\"client_type\":\"t\"}\t\"a\"\t{}",
            "p\t\"one\"\t12\t[[\"board\",\"left\\t\",2],[\"b\",\"\\\"\",0]]", "p\t\"one\"\t0\t[]",
        ]
        #expect(CoordinationPayload.payloads(gameID: 7, items: items) == [lines.joined(separator: "\n")])
        #expect(CoordinationPayload.payloads(gameID: 0, items: [.gone(instance: "one")]) == ["0:g\t\"one\""])
        #expect(CoordinationPayload.payloads(gameID: 7, items: []) == [])
    }

    @Test(
        "What is written is read: in order, nothing lost, each payload short enough",
        arguments: 0..<60 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var random = RandomItems(seed: seed)
        let items = random.items(Int(seed % 30) + 1)
        let payloads = CoordinationPayload.payloads(gameID: .max, items: items)
        var read: [CoordinationItem] = []
        for payload in payloads {
            #expect(payload.utf8.count <= 7_900)
            let (game, items) = try CoordinationPayload.parse(payload)
            #expect(game == .max && !items.isEmpty)
            read += items
        }
        // A list of clients may have been divided.
        #expect(read.flatMap(Self.single) == items.flatMap(Self.single))
    }

    @Test("A payload is filled to the last byte before the next begins")
    func limit() {
        func body(_ bytes: Int) -> String { "{\"x\":\"" + String(repeating: "x", count: bytes - 8) + "\"}" }
        let overhead = "7:".utf8.count + 2 * "m\t-\t\"a\"\t".utf8.count + 1
        let fitting = [message(body(4_000)), message(body(7_900 - overhead - 4_000))]
        #expect(CoordinationPayload.payloads(gameID: 7, items: fitting).map(\.utf8.count) == [7_900])
        let over = [message(body(4_000)), message(body(7_901 - overhead - 4_000))]
        #expect(CoordinationPayload.payloads(gameID: 7, items: over).count == 2)
        #expect(CoordinationPayload.payloads(gameID: 77, items: fitting).count == 2, "the game's id counts")
    }

    @Test("Hundreds of clients with the longest names are divided")
    func presence() throws {
        let name = String(repeating: "\"", count: 100)
        let counts = (0..<300).map { number in
            ClientCount(
                client: ClientKey(type: name, id: String(repeating: "😀", count: 97) + "\(number)"), connections: 1)
        }
        let item = CoordinationItem.presence(instance: "one", sequence: 3, counts: counts)
        let payloads = CoordinationPayload.payloads(gameID: 7, items: [item])
        #expect(payloads.allSatisfy { $0.utf8.count <= 7_900 } && payloads.count < 60)
        let read = try payloads.flatMap { try CoordinationPayload.parse($0).items }
        #expect(read.flatMap(Self.single) == Self.single(item))
    }

    @Test(
        "What is none of ours is refused",
        arguments: [
            "", ":", "7", "x:", "-7:g\t\"a\"", "+7:g\t\"a\"", "7 :g\t\"a\"", "9223372036854775808:g\t\"a\"", "7:x",
            "7:g", "7:g\t",
            "7:g\ta", "7:g\t1", "7:g\t\"a\"\t\"b\"", "7:G\t\"a\"", "7:\t", "7:m\t-\t\"a\"", "7:m\t\t\"a\"\t{}",
            "7:m\t{}\t\"a\"\t{}",
            "7:m\t-\ta\t{}", "7:m\t{\"x\":\"a\"}\t\"a\"\t{}", "7:m\t-\t\"a\n\"\t{}", "7:p\t\"a\"\t1",
            "7:p\t\"a\"\t-1\t[]",
            "7:p\t\"a\"\t1\t{}", "7:p\t\"a\"\t1\t[1]", "7:p\t\"a\"\t1\t[[\"t\",\"i\"]]",
            "7:p\t\"a\"\t1\t[[\"t\",\"i\",-1]]",
            "7:p\t\"a\"\t1\t[[\"t\",\"i\",1.5]]", "7:p\t\"a\"\t1\t[[\"t\",\"i\",2147483648]]",

            "7:p\ta\t1\t[]", "7:p\t\"a\"\t9223372036854775808\t[]", " 2 7:g\t\"a\"",
        ])
    func refused(payload: String) {
        #expect(throws: PayloadError.self) { try CoordinationPayload.parse(payload) }
    }

    @Test("Damaged payloads are read or refused, and never more than that", arguments: 0..<20 as Range<UInt64>)
    func damaged(seed: UInt64) throws {
        var random = RandomItems(seed: seed)
        for payload in CoordinationPayload.payloads(gameID: 7, items: random.items(5)) {
            for _ in 0..<15 {
                let damaged = String(decoding: random.generator.damage(Array(payload.utf8)), as: UTF8.self)
                guard let (game, items) = try? CoordinationPayload.parse(damaged) else { continue }
                // What was read can be told on.
                let again = CoordinationPayload.payloads(gameID: game, items: items)
                let reread = try again.flatMap { try CoordinationPayload.parse($0).items }
                #expect(reread.flatMap(Self.single) == items.flatMap(Self.single))
            }
        }
    }

    /// A list of clients as one item for each.
    private static func single(_ item: CoordinationItem) -> [CoordinationItem] {
        guard case .presence(let instance, let sequence, let counts) = item, counts.count > 1 else { return [item] }
        return counts.map { .presence(instance: instance, sequence: sequence, counts: [$0]) }
    }
}

extension SeededGenerator {
    /// Some bytes changed, taken out, put in or doubled, or the end cut off.
    mutating func damage(_ bytes: [UInt8]) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<Int.random(in: 1...4, using: &self) where !bytes.isEmpty {
            let index = Int.random(in: bytes.indices, using: &self)
            let end = min(bytes.count, index + Int.random(in: 1...20, using: &self))
            switch Int.random(in: 0..<6, using: &self) {
            case 0: bytes[index] = UInt8.random(in: .min ... .max, using: &self)
            case 1: bytes[index] = Array("\"\\{}[]:,\t\n0-mp".utf8).randomElement(using: &self) ?? 0
            case 2: bytes.removeSubrange(index..<end)
            case 3: bytes.insert(contentsOf: bytes[index..<end], at: index)
            case 4: bytes.insert(Array("\"\\{}[]:,\t\n9".utf8).randomElement(using: &self) ?? 0, at: index)
            default: bytes.removeSubrange(index...)
            }
        }
        return bytes
    }
}
