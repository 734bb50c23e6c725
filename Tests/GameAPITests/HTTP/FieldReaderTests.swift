import NIOCore
import Testing

@testable import GameAPI

@Suite struct FieldReaderTests {
    private func reader(_ json: String) throws -> FieldReader {
        guard case .object(let members) = try JSONParser.parse(Array(json.utf8)) else {
            throw Problem.invalid("no object")
        }
        return FieldReader(members)
    }

    /// What is wrong with the value of the field `f`.
    private func faults<Kind: FieldKind>(_ value: String, _ kind: Kind) throws -> [String] {
        var fields = try reader("{\"f\":\(value)}")
        _ = fields.required(kind)
        return fields.errors.map { "\($0.field) \($0.detail)" }
    }

    @Test(arguments: [
        "1", "1.0", "1e0", "10e-1", "9223372036854775807", "9223372036854775807.0", "9.223372036854775807E+18",
        "100000000000000000000e-20",
    ])
    func integersOfAnySpellingPass(value: String) throws {
        #expect(try faults(value, .id("f")) == [])
    }

    @Test(arguments: [
        "\"1\"", "1.5", "true", "[1]", "{}", "1e-400", "1e-99999999999999999999", "1.5e-9223372036854775808",
        "0.99999999999999999999",
        "200.00000000000000000001", "9007199254740993.5",
    ])
    func whatIsNoIntegerIsRefused(value: String) throws {
        #expect(try faults(value, .id("f")) == ["f must be an integer"])
    }

    @Test(arguments: [
        "0", "-1", "9223372036854775808", "1e30", "1e999", "1e99999999999999999999", "-0", "0e-5",
        "-9223372036854775808",
    ])
    func anIDIsPositive(value: String) throws {
        #expect(try faults(value, .id("f")) == ["f must be from 1 to 9223372036854775807"])
    }

    @Test func rangesAreInclusive() throws {
        #expect(try faults("-2147483648", .int32("f")) == [])
        #expect(try faults("2147483648", .int32("f")) == ["f must be from -2147483648 to 2147483647"])
        #expect(try faults("32767", .int("f", 0...32767)) == [])
        #expect(try faults("32768", .int("f", 0...32767)) == ["f must be from 0 to 32767"])
    }

    @Test func textsAreCountedInCodePoints() throws {
        #expect(try faults("\"äöü\"", .string("f", 1...3)) == [])
        #expect(try faults("\"e\u{301}e\u{301}\"", .string("f", 1...3)) == ["f must have 1 to 3 characters"])
        #expect(try faults("\"\"", .string("f", 1...3)) == ["f must have 1 to 3 characters"])
        #expect(try faults("\"\"", .string("f", 0...3)) == [])
        #expect(try faults("7", .string("f", 0...3)) == ["f must be a string"])
    }

    @Test(arguments: ["", "#abc", "#A1b2C3", "#A1b2C3d4"])
    func coloursPass(color: String) throws {
        #expect(try faults("\"\(color)\"", .string("f", 0...9, matching: .color)) == [])
    }

    @Test(arguments: ["red", "#", "#abcd", "#gggggg", "abc"])
    func otherWordsAreNoColours(color: String) throws {
        #expect(try faults("\"\(color)\"", .string("f", 0...9, matching: .color)).count == 1)
    }

    @Test func listsOfTexts() throws {
        #expect(try faults("[\"a\",\"bb\"]", .strings("f", count: 0...2, 1...2)) == [])
        #expect(
            try faults("[\"a\",\"b\",\"c\"]", .strings("f", count: 0...2, 1...2)) == ["f must have 0 to 2 elements"])
        #expect(
            try faults("[\"a\",\"\"]", .strings("f", count: 0...2, 1...2))
                == ["f has a wrong element: 1 must have 1 to 2 characters"])
        #expect(try faults("\"a\"", .strings("f", count: 0...2, 1...2)) == ["f must be an array of strings"])
    }

    @Test func aFieldMayBeLeftOutOrNullWhereItSaysSo() throws {
        var fields = try reader("{\"a\":null,\"b\":true}")
        let missing = fields.optional(.bool("c"))
        let nullable = [fields.nullable(.bool("a")), fields.nullable(.bool("c")), fields.nullable(.bool("b"))]
        #expect(missing == nil)
        #expect(nullable == [.null, .absent, .value(true)])
        #expect(fields.errors.isEmpty)
        _ = fields.optional(.bool("a"))
        _ = fields.required(.bool("a"))
        _ = fields.required(.bool("c"))
        #expect(fields.errors.map(\.detail) == ["must not be null", "must not be null", "is required"])
    }

    @Test func aPatchHasToChangeSomething() throws {
        var fields = try reader("{\"other\":1,\"team\":null}")
        fields.requireAny("name", "team")
        #expect(fields.errors.isEmpty)
        fields.requireAny("name", "points")
        #expect(fields.errors == [FieldError("body", "must have at least one of name, points")])
    }
}
