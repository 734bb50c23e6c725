/// One record of a CSV file.
struct CSVRecord: Sendable, Equatable {
    /// The physical line, from 1, on which the record begins. Cells in quotes may go over several.
    let line: Int
    var cells: [String] = []
    /// The first thing wrong with the record's form; the cells are not to be trusted then.
    var fault: Fault?

    struct Fault: Sendable, Equatable {
        /// The place of the cell in the record, from 0.
        let cell: Int
        let detail: String
    }

    /// Whether this is an empty line, or one of separators only, as spreadsheets write below a table.
    var isBlank: Bool { fault == nil && cells.allSatisfy(\.isEmpty) }
}

/// Reads CSV (RFC 4180) record by record: lines end with CRLF, LF or CR, cells may be in double quotes.
///
/// It is our own because an author needs to be told the line, and that a quotation mark is amiss: SwiftCSV, the library
/// there is, gives no line numbers, and reads malformed quotes as something else without an error.
struct CSVReader {
    /// What follows after so many cells of a record is skipped, and the record is at fault.
    static let maximumCells = 1_000

    private let bytes: [UInt8]
    private let separator: UInt8
    private var position = 0
    private var line = 1

    /// - Parameter bytes: valid UTF-8 without byte order mark, see ``QuizText/checked(_:)``.
    init(_ bytes: [UInt8], separator: UInt8 = UInt8(ascii: ",")) {
        self.bytes = bytes
        self.separator = separator
    }

    /// The next record, nil after the last. A line break at the end of the file begins no record.
    mutating func next() -> CSVRecord? {
        guard position < bytes.count else { return nil }
        var record = CSVRecord(line: line)
        while true {
            let cell = byte == UInt8(ascii: "\"") ? quotedCell(of: &record) : plainCell(of: &record)
            record.cells.append(cell)
            guard byte == separator else { break }
            guard record.cells.count < Self.maximumCells else {
                fail(&record, "Leave at most \(Self.maximumCells) cells in a line.")
                skipLine()
                break
            }
            position += 1
        }
        skipLineBreak()
        return record
    }

    private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

    private var isAtCellEnd: Bool {
        switch byte {
        case nil, separator, UInt8(ascii: "\n"), UInt8(ascii: "\r"): true
        default: false
        }
    }

    private mutating func plainCell(of record: inout CSVRecord) -> String {
        let start = position
        while !isAtCellEnd { position += 1 }
        let cell = bytes[start..<position]
        if cell.contains(UInt8(ascii: "\"")) {
            fail(&record, "Put the whole cell in double quotes, and write each quote inside it twice.")
        }
        return String(decoding: cell, as: UTF8.self)
    }

    private mutating func quotedCell(of record: inout CSVRecord) -> String {
        let openingLine = line
        position += 1
        var cell: [UInt8] = []
        while let byte {
            if byte == UInt8(ascii: "\"") {
                position += 1
                guard self.byte == UInt8(ascii: "\"") else {
                    if !isAtCellEnd {
                        fail(&record, "Write each quote inside the cell twice: text follows after its closing quote.")
                        while !isAtCellEnd { position += 1 }
                    }
                    return String(decoding: cell, as: UTF8.self)
                }
                cell.append(byte)
                position += 1
            } else if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
                let start = position
                skipLineBreak()
                cell.append(contentsOf: bytes[start..<position])
            } else {
                cell.append(byte)
                position += 1
            }
        }
        fail(&record, "Close the double quote that opens on line \(openingLine): the file ends within it.")
        return String(decoding: cell, as: UTF8.self)
    }

    private mutating func skipLine() {
        while let byte, byte != UInt8(ascii: "\n"), byte != UInt8(ascii: "\r") { position += 1 }
    }

    private mutating func skipLineBreak() {
        guard let first = byte, first == UInt8(ascii: "\n") || first == UInt8(ascii: "\r") else { return }
        position += 1
        if first == UInt8(ascii: "\r"), byte == UInt8(ascii: "\n") { position += 1 }
        line += 1
    }

    private func fail(_ record: inout CSVRecord, _ detail: String) {
        if record.fault == nil { record.fault = .init(cell: record.cells.count, detail: detail) }
    }
}
