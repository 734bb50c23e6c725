/// Empties the lines of scripts and style sheets that hold nothing but comments: a third of what a first view loads, and
/// nothing that a browser wants. The lines themselves stay, so that errors name those of the sources.
///
/// No parser: comments behind code stay, and so does all that stands in a template of several lines. Where that is
/// misjudged, because a quotation mark of templates stands in a text or comment, comments are sent for nothing.
enum CommentLines {
    private typealias Line = ArraySlice<UInt8>

    /// The file without those comments; files of other types as they are.
    static func emptied(in text: [UInt8], _ type: WebFileType) -> [UInt8] {
        guard type == .js || type == .css else { return text }
        var lines = text.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        var index = 0
        var isInTemplate = false
        while index < lines.count {
            let comment = isInTemplate ? 0 : length(ofCommentAt: lines[index...], type)
            for line in index..<(index + comment) { lines[line] = [] }
            if comment == 0, type == .js, !hasPairs(lines[index]) { isInTemplate.toggle() }
            index += max(1, comment)
        }
        return Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }

    /// Of how many whole lines the comment is that begins here; 0 where none does, or code follows it.
    private static func length(ofCommentAt lines: ArraySlice<Line>, _ type: WebFileType) -> Int {
        guard let first = lines.first?.drop(while: isBlank) else { return 0 }
        if type == .js, first.starts(with: "//".utf8) { return 1 }
        guard first.starts(with: "/*".utf8) else { return 0 }
        for (number, line) in lines.enumerated() {
            if let rest = afterEnd(number == 0 ? first.dropFirst(2) : line) {
                return rest.allSatisfy(isBlank) ? number + 1 : 0
            }
        }
        return 0
    }

    /// What follows the first end of a block comment in a line; nil if it does not end there.
    private static func afterEnd(_ line: Line) -> Line? {
        let end = line.indices.dropLast().first { line[$0] == UInt8(ascii: "*") && line[$0 + 1] == UInt8(ascii: "/") }
        return end.map { line[($0 + 2)...] }
    }

    private static func hasPairs(_ line: Line) -> Bool {
        line.count { $0 == UInt8(ascii: "`") }.isMultiple(of: 2)
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
    }
}
