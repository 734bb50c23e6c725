import FoundationEssentials
import TestSupport
import Testing

@testable import GameAPI

/// What is written by hand is JSON, and reads back as what it was.
@Suite("JSON text")
struct JSONTextTests {
    private struct Value: Decodable, Equatable {
        let text: String
    }

    private func roundTrip(_ text: String) throws -> String {
        var object = JSONText()
        object.add("text", text)
        return try JSONDecoder().decode(Value.self, from: Data(object.finish().utf8)).text
    }

    @Test("Every character below 256, alone and between others")
    func everyLowCharacter() throws {
        for value in UInt8.min...UInt8.max {
            let scalar = Unicode.Scalar(value)
            for text in ["\(scalar)", "a\(scalar)b", "\(scalar)\(scalar)\""] {
                let read = try roundTrip(text)
                #expect(Array(read.utf8) == Array(text.utf8), "U+\(String(value, radix: 16))")
            }
        }
    }

    @Test(
        "Quotes, emoji, line separators, combining characters: the same scalars come back",
        arguments: [
            "", "\"", "\\", "\\\"", "\\u0041", "\r\n", "\u{2028}\u{2029}", "👩‍👩‍👧‍👦 \"🎲\" \\", "\u{301}e\u{301}\n\u{301}",
            "é\u{7F}",
            "\"\u{301}", "\\\u{20E3}", "</script>", "\u{FEFF}", "\u{FFFF}\u{10FFFF}\t", "日本\u{1}語", "\0",
        ])
    func text(_ text: String) throws {
        #expect(Array(try roundTrip(text).unicodeScalars) == Array(text.unicodeScalars))
    }

    @Test("Random text of troublesome scalars", arguments: 0..<300 as Range<UInt64>)
    func randomText(seed: UInt64) throws {
        let scalars: [Unicode.Scalar] = [
            "a", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{8}", "\u{C}", "\u{1F}", " ", "\u{7F}", "\u{301}",
            "\u{200D}", "🎲", "👩", "\u{2028}", "{", "}", ",", "u",
        ]
        var random = SeededGenerator(seed: seed)
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &random) {
            text.append(scalars.randomElement(using: &random) ?? "a")
        }
        #expect(Array(try roundTrip(String(text)).unicodeScalars) == Array(text))
    }

    @Test("Control characters are escaped as RFC 8259 has it, the rest is left alone")
    func spelling() {
        let text = "\"\\/\n\r\t\u{8}\u{C}\u{0}\u{1F}\u{7F}é🎲\u{2028}".jsonString
        #expect(text == "\"\\\"\\\\/\\n\\r\\t\\b\\f\\u0000\\u001f\u{7F}é🎲\u{2028}\"")
        #expect(!text.utf8.contains { $0 < 0x20 })
    }

    @Test("Objects: every kind of member, none at all, and more members on a finished object")
    func objects() {
        #expect(JSONText().finish() == "{}")
        var object = JSONText()
        object.add("id", Int64.max)
        object.add("least", Int64.min)
        object.add("zero", 0)
        object.add("points", Int32.min)
        object.add("yes", true)
        object.add("no", false)
        object.add("name", "a\"b")
        object.add("none", [])
        object.add("flags", ["x", "y\n"])
        object.add("team", orNull: Int64?.none)
        object.add("buzzer", orNull: Int32?(7))
        object.add("inner", json: #"{"a":1}"#)
        object.add("list", json: ["1", #"{"b":2}"#])
        object.add("empty", json: [] as [String])
        let text = object.finish()
        let expected =
            #"{"id":9223372036854775807,"least":-9223372036854775808,"zero":0,"points":-2147483648,"yes":true,"no":false,"name":"a\"b","none":[],"#
            + #""flags":["x","y\n"],"team":null,"buzzer":7,"inner":{"a":1},"list":[1,{"b":2}],"empty":[]}"#
        #expect(text == expected)
        for (start, end) in [("{}", "{\"more\":1}"), (text, String(expected.dropLast()) + ",\"more\":1}")] {
            var extended = JSONText(extending: start)
            extended.add("more", 1)
            #expect(extended.finish() == end)
        }
    }

    @Test("Names end in a message and a reply as they were written")
    func names() throws {
        let name = "Zoë \"the\\fox\" 🦊\u{2028}\t"
        var store = MemoryStore.twoGames
        let reply = try store.commit([.host(.createTeam(TeamPatch(name: name, color: "")))])[0].get()
        struct Reply: Decodable { let name: String }
        struct Message: Decodable { let team: Reply }
        #expect(try JSONDecoder().decode(Reply.self, from: Data(reply.body.utf8)).name == name)
        let message = try #require(store.changes.last?.body)
        #expect(try JSONDecoder().decode(Message.self, from: Data(message.utf8)).team.name == name)
    }
}
