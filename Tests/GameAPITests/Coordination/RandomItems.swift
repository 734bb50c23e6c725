import TestSupport

@testable import GameAPI

/// What instances could tell each other, with every kind of character in it.
struct RandomItems {
    var generator: SeededGenerator

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func items(_ count: Int) -> [CoordinationItem] { (0..<count).map { _ in item() } }

    mutating func item() -> CoordinationItem {
        switch Int.random(in: 0..<10, using: &generator) {
        case 0..<6: .message(message())
        case 6..<9: .presence(instance: text(1...30), sequence: number(), counts: counts())
        default: .gone(instance: text(1...30))
        }
    }

    private mutating func message() -> CoordinationMessage {
        var body = JSONText()
        let type = text(1...100)
        body.add("type", type)
        body.add("text", text(0...Int.random(in: 0...1_000, using: &generator)))
        body.add("from", json: #"{"role":"open"}"#)
        let recipient: Recipient? =
            Bool.random(using: &generator)
            ? nil
            : Recipient(
                connectionID: Bool.random(using: &generator) ? text(0...20) : nil, clientID: text(0...100),
                clientType: Bool.random(using: &generator) ? text(1...20) : nil)
        return CoordinationMessage(
            type: type, recipient: recipient, retain: Bool.random(using: &generator), body: body.finish())
    }

    private mutating func counts() -> [ClientCount] {
        let count = Int.random(in: 0...10, using: &generator) == 0 ? 500 : Int.random(in: 0...5, using: &generator)
        return (0..<count).map { _ in
            ClientCount(
                client: ClientKey(type: text(1...20), id: text(1...100)),
                connections: Int.random(in: 0...3, using: &generator))
        }
    }

    private mutating func number() -> Int64 { Int64.random(in: 0...(.max), using: &generator) }

    private mutating func text(_ length: ClosedRange<Int>) -> String {
        let alphabet: [Unicode.Scalar] = [
            "a", "b", "0", " ", "\"", "\\", "\t", "\n", "\r", "\u{1}", "\u{1F}", "\u{7F}", ":", ",", "[", "]", "{", "}",
            "é",
            "\u{301}", "\u{2028}", "😀", "-", "m",
        ]
        var text = ""
        for _ in 0..<Int.random(in: length, using: &generator) {
            text.unicodeScalars.append(alphabet[Int.random(in: 0..<alphabet.count, using: &generator)])
        }
        return text
    }
}
