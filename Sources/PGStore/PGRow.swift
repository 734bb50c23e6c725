/// What one statement gave back.
///
/// The values stay in the memory libpq read them into; a row and its values are decoded when they are asked for.
public struct PGRows: Sendable, RandomAccessCollection {
    let result: RawResult

    public var startIndex: Int { 0 }
    public var endIndex: Int { result.rowCount }
    public subscript(position: Int) -> PGRow {
        precondition(position >= 0 && position < result.rowCount, "row \(position) of \(result.rowCount)")
        return PGRow(result: result, index: position)
    }

    /// How many rows the statement inserted, updated, deleted or returned.
    public var affected: Int { result.affected }
    public var columnCount: Int { result.columnCount }
}

/// One row of a result.
public struct PGRow: Sendable {
    let result: RawResult
    let index: Int

    /// The value of a column, counted from 0.
    ///
    /// Throws ``PGError/decoding(_:)`` if the column's type does not fit, or is NULL and `T` is not optional.
    public func decode<T: PGDecodable>(_ column: Int, as type: T.Type = T.self) throws(PGError) -> T {
        guard column >= 0, column < result.columnCount else {
            throw .decoding("column \(column) of \(result.columnCount)")
        }
        guard let bytes = result.value(row: index, column: column) else { return try T.pgNull() }
        return try withExtendedLifetime(result) { () throws(PGError) -> T in
            try T(pgBinary: bytes, type: result.type(column: column))
        }
    }
}
