/// The first record of a quiz's CSV file: which column stands where.
struct QuizCSVHeader {
    enum Column: String, CaseIterable {
        case round, category, points, question, answer, flags
    }

    private let places: [Column: Int]
    private let names: [String]

    /// The separator in whose reading the header has the most known columns; a comma where none is better.
    static func separator(of bytes: [UInt8]) -> UInt8 {
        let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")]
        func score(_ separator: UInt8) -> Int {
            var reader = CSVReader(bytes, separator: separator)
            return reader.nextFilled()?.cells.count { Column(cell: $0) != nil } ?? 0
        }
        return candidates.dropFirst().reduce(candidates[0]) { score($1) > score($0) ? $1 : $0 }
    }

    init(_ record: CSVRecord, problems: inout QuizProblems) {
        var places: [Column: Int] = [:]
        let known = Column.allCases.map(\.rawValue).joined(separator: ", ")
        names = record.cells.map { $0.trimmed() }
        if let fault = record.fault { problems.add("line \(record.line), column \(fault.cell + 1)", fault.detail) }
        for (place, name) in names.enumerated() where !name.isEmpty {
            let location = "line \(record.line), column \(place + 1)"
            guard let column = Column(cell: name) else {
                let shown = name.prefix(50)
                problems.add(location, "Take out or rename the column \"\(shown)\"; a quiz's columns are \(known).")
                continue
            }
            if places[column] != nil { problems.add(location, "Leave one column \(column.rawValue); there are two.") }
            places[column] = place
        }
        for column in Column.allCases where column != .flags && places[column] == nil {
            problems.add(
                "line \(record.line), column \(column.rawValue)",
                "Add this column: the first line names the columns \(known), of which flags may be left out.")
        }
        self.places = places
    }

    /// Where the record's value for a column stands, for messages.
    func location(_ record: CSVRecord, _ column: Column) -> String {
        "line \(record.line), column \(column.rawValue)"
    }

    /// The same by the cell's place.
    func location(_ record: CSVRecord, place: Int) -> String {
        let name = names.indices.contains(place) ? names[place] : ""
        return "line \(record.line), column \(name.isEmpty ? String(place + 1) : name.lowercased())"
    }

    /// The record's value for a column; nil if the record ends before it, or the file has no such column.
    func cell(_ record: CSVRecord, _ column: Column) -> String? {
        guard let place = places[column], record.cells.indices.contains(place) else { return nil }
        return record.cells[place]
    }

    /// The place of the first filled cell that belongs to no column.
    func strayCell(of record: CSVRecord) -> Int? {
        record.cells.indices.first { place in
            !record.cells[place].isEmpty && !(names.indices.contains(place) && !names[place].isEmpty)
        }
    }
}

extension QuizCSVHeader.Column {
    init?(cell: String) {
        self.init(rawValue: cell.trimmed().lowercased())
    }
}

extension CSVReader {
    /// The next record that is not blank.
    mutating func nextFilled() -> CSVRecord? {
        while let record = next() {
            if !record.isBlank { return record }
        }
        return nil
    }
}

extension StringProtocol {
    /// Without the white space around it.
    func trimmed() -> String {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[start...end])
    }
}
