import Testing

@testable import GameAPI

@Suite("JSON documents")
struct JSONParserTests {
    @Test(
        "What was read is written back without spaces and otherwise as it was",
        arguments: [
            ("null", "null"), (" true ", "true"), ("false", "false"), ("\"\"", "\"\""), ("[ ]", "[]"), ("{ }", "{}"),
            ("[1, -0, 0.50, 1E+2, 9999999999999999999999]", "[1,-0,0.50,1E+2,9999999999999999999999]"),
            (#"{"b": 1,\#r\#n"a" : [ {} ]}"#, #"{"b":1,"a":[{}]}"#),
            (#"{"é":1,"e\#u{301}":2}"#, #"{"é":1,"e\#u{301}":2}"#),
            (#""\u0041\u00e9\ud83c\udfb2\/\b\f\n\r\t\\\"""#, #""Aé🎲/\b\f\n\r\t\\\"""#),
        ])
    func valid(document: String, text: String) throws {
        #expect(try JSONParser.parse(Array(document.utf8)).text == text)
    }

    @Test(
        "A document that is none is refused with the place",
        arguments: [
            ("", 1, 1, "file ends"),
            ("[1, 2", 1, 6, "comma or the closing bracket"),
            ("[1 2]", 1, 4, "comma or the closing bracket"),
            ("[1,]", 1, 4, "Take out the comma"),
            ("[,1]", 1, 2, "Write a value"),
            ("{\n  \"a\": 1,\n}", 3, 1, "Take out the comma"),
            ("{\"a\" 1}", 1, 6, "colon"),
            ("{\"a\": }", 1, 7, "Write a value"),
            ("{\"a\": 1 \"b\": 2}", 1, 9, "comma or the closing brace"),
            ("{a: 1}", 1, 2, "name in double quotes"),
            ("{'a': 1}", 1, 2, "name in double quotes"),
            ("{\"a\": 1,\n \"a\": 2}", 2, 2, "there are two"), ("[1,\r\r\n\n 2", 4, 3, "comma or the closing bracket"),
            ("[\"é\", x]", 1, 7, "Write a value"),
            ("[tru]", 1, 2, "true, false or null"),
            ("[nan]", 1, 2, "true, false or null"),
            ("01", 1, 2, "leading zero"),
            ("-", 1, 2, "digit"), ("1.", 1, 3, "digit"), (".5", 1, 1, "Write a value"), ("1e", 1, 3, "digit"),
            ("+1", 1, 1, "Write a value"),
            ("{} {}", 1, 4, "after the document's end"),
            ("[1] // one", 1, 5, "after the document's end"),
            ("\"abc", 1, 5, "double quote"), ("\"a\nb\"", 1, 3, "line break"), ("\"a\tb\"", 1, 3, "tab"),
            (#""\x""#, 1, 2, "escape"), (#""\u12g4""#, 1, 2, "hexadecimal"), (#""\u12"#, 1, 2, "hexadecimal"),
            (#""\ud800""#, 1, 2, "surrogates"), (#""\ud800\u0041""#, 1, 2, "surrogates"),
            (#""\udc00""#, 1, 2, "surrogates"), (#""a\u0000""#, 1, 3, "NUL"), (#"{"\u0000":1}"#, 1, 3, "NUL"),
        ])
    func invalid(document: String, line: Int, column: Int, detail: String) throws {
        let error = #expect(throws: QuizFileError.self) { try JSONParser.parse(Array(document.utf8)) }
        let problem = try #require(error?.problems.first)
        #expect(problem.location == "line \(line), column \(column)")
        #expect(problem.detail.contains(detail))
    }

    @Test("Documents may be nested up to the limit and no further")
    func depth() throws {
        func nested(_ depth: Int) -> [UInt8] {
            Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
        }
        _ = try JSONParser.parse(nested(JSONParser.maximumDepth))
        #expect(throws: QuizFileError("line 1, column 101", "Nest lists and objects at most 100 deep.")) {
            try JSONParser.parse(nested(JSONParser.maximumDepth + 1))
        }
        #expect(throws: QuizFileError.self) { try JSONParser.parse(nested(1_000_000)) }
    }

    @Test("Repeated names are found in large objects as well", arguments: [0, 15, 16, 17, 40])
    func repeatedNames(repeated: Int) throws {
        let fields = (0...40).map { #""n\#($0)":0"# }
        let unique = "{\(fields.joined(separator: ","))}"
        _ = try JSONParser.parse(Array(unique.utf8))
        let repeating = "{\((fields + [#""n\#(repeated)":0"#]).joined(separator: ","))}"
        #expect(throws: QuizFileError.self) { try JSONParser.parse(Array(repeating.utf8)) }
    }

    @Test("A document of too many values is refused")
    func values() {
        let document =
            [UInt8(ascii: "[")] + Array(repeatElement([0x30, 0x2C], count: 2_000_000).joined()) + [0x30, 0x5D]
        let error = #expect(throws: QuizFileError.self) { try JSONParser.parse(document) }
        #expect(error?.problems.first?.detail.contains("more than 2000000 values") == true)
    }
}
