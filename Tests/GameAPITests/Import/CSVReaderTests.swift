import Testing

@testable import GameAPI

@Suite("CSV records")
struct CSVReaderTests {
    private static func records(_ text: String, separator: UInt8 = UInt8(ascii: ",")) -> [CSVRecord] {
        var reader = CSVReader(Array(text.utf8), separator: separator)
        var records: [CSVRecord] = []
        while let record = reader.next() { records.append(record) }
        return records
    }

    @Test(
        "Cells",
        arguments: [
            ("", []), ("a", [["a"]]), ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]), (",", [["", ""]]), ("\n", [[""]]),
            ("a,b\r\nc,\r\n", [["a", "b"], ["c", ""]]), ("a\rb\r", [["a"], ["b"]]), ("a\n\nb", [["a"], [""], ["b"]]),
            ("\"a,b\",\"c\"\"d\"\"\",\"\"", [["a,b", "c\"d\"", ""]]), ("\"a\r\nb\",c", [["a\r\nb", "c"]]),
            (" a , \"", [[" a ", " \""]]), ("é,字\n🎲,", [["é", "字"], ["🎲", ""]]),
        ] as [(String, [[String]])])
    func cells(text: String, cells: [[String]]) {
        #expect(Self.records(text).map(\.cells) == cells)
    }

    @Test("Other separators", arguments: [";", "\t"] as [Unicode.Scalar])
    func separators(separator: Unicode.Scalar) {
        let records = Self.records("a,b\(separator)\"c\(separator)d\"", separator: UInt8(ascii: separator))
        #expect(records.map(\.cells) == [["a,b", "c\(separator)d"]])
    }

    @Test("A record knows the line on which it begins, whatever lies before it")
    func lines() {
        let records = Self.records("a\r\n\r\n\"b\nb\r\nb\rb\",\"\n\"\nc\rd")
        #expect(records.map(\.line) == [1, 2, 3, 8, 9])
    }

    @Test(
        "Quotes that are amiss",
        arguments: [
            ("a,b\"c\",d", 1, "whole cell"), ("a, \"b\"", 1, "whole cell"), ("\"a\"b,c", 0, "each quote inside"),
            ("a,\"b \"c\" d\"", 1, "each quote inside"), ("a,b,\"c", 2, "opens on line 1"),
        ])
    func faults(text: String, cell: Int, detail: String) throws {
        let record = try #require(Self.records(text).first)
        #expect(record.fault?.cell == cell)
        #expect(record.fault?.detail.contains(detail) == true)
    }

    @Test("After an odd quote the next line is read as usual, and of several faults the first counts")
    func recovery() {
        let records = Self.records("\"a\"b,c\"d\nx,y\n")
        #expect(records.map { $0.fault?.cell } == [0, nil])
        #expect(records.last?.cells == ["x", "y"])
    }

    @Test("A quote that is never closed names its own line")
    func unclosed() {
        let records = Self.records("a\n\"b\nc\",\"d\ne\n")
        #expect(records.map(\.line) == [1, 2])
        #expect(records.last?.fault?.detail.contains("opens on line 3") == true)
    }

    @Test("A record of too many cells is cut off, and the next line read as usual")
    func manyCells() {
        let line = String(repeating: ",", count: CSVReader.maximumCells - 1)
        #expect(Self.records(line + "\nx").map(\.cells.count) == [CSVReader.maximumCells, 1])
        let records = Self.records(line + ",a,b\nx")
        #expect(records.map { $0.fault?.detail } == ["Leave at most 1000 cells in a line.", nil])
        #expect(records.map(\.line) == [1, 2])
    }

    @Test("Blank records")
    func blank() {
        #expect(Self.records("\n,,,\n\"\"\nx").map(\.isBlank) == [true, true, true, false])
    }
}
