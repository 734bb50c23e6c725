import HTTPTypes
import Hummingbird
import Testing

@testable import App

/// Which lines of scripts and style sheets are not sent.
@Suite struct CommentLinesTests {
    private func emptied(_ text: String, _ type: WebFileType = .js) -> String {
        String(decoding: CommentLines.emptied(in: Array(text.utf8), type), as: UTF8.self)
    }

    @Test func wholeLinesOfCommentsGoAndTheirNumbersStay() {
        let source = """
            // @ts-check
            /** Adds. */
            export const add = (a, b) => a + b; // not this one
              /**
               * @param {number} a
               * @returns {string} //
               */  \t\r
            \t// indented
            export const one = 1 /* nor this */;
            /**/
            """
        let expected = """


            export const add = (a, b) => a + b; // not this one





            export const one = 1 /* nor this */;

            """
        #expect(emptied(source) == expected)
    }

    @Test(
        arguments: [
            "", "\n", "a", "a\n", "/", "/*", "/* never\nended", "/* a */ code()", "/*\n a */ code()",
            "const a = 1; /* b\n c */",
            "const url = 'http://example.org';", "* not a comment", "/*/", "a / b", "/x/.test('y')",
        ])
    func everythingElseStays(source: String) {
        #expect(emptied(source) == source)
    }

    @Test func templatesOfSeveralLinesStay() {
        let source = "const a = `\n// text\n/* text */\n`;\n// comment\nconst b = `// ${a}`;\n// comment\n"
        let expected = "const a = `\n// text\n/* text */\n`;\n\nconst b = `// ${a}`;\n\n"
        #expect(emptied(source) == expected)
    }

    @Test func styleSheetsKnowBlocksOnlyAndNoTemplates() {
        #expect(emptied("/* a */\n.b { c: `; }\n/* d\n e */\n// f {}\n", .css) == "\n.b { c: `; }\n\n\n// f {}\n")
    }

    @Test(arguments: WebFileType.allCases.filter { $0 != .js && $0 != .css })
    func otherTypesStay(type: WebFileType) {
        #expect(emptied("// a\n/* b */\n", type) == "// a\n/* b */\n")
    }

    @Test func thatIsWhatAFileIsSentAs() throws {
        let comment = WebFile(Array("// a\nb()\n".utf8), .js).response(to: [:])
        let none = WebFile(Array("\nb()\n".utf8), .js).response(to: [:])
        #expect(comment.body.contentLength == 5)
        #expect(comment.headers[.eTag] == none.headers[.eTag])
    }
}
