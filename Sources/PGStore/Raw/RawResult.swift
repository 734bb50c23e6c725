import CLibPQ

/// Owns one `PGresult`.
///
/// Unchecked because of the pointer: libpq never changes a result once it has handed it out, every use here is a read,
/// and the only other one, `PQclear`, happens in `deinit`, when no reader is left.
final class RawResult: @unchecked Sendable {
    private let pointer: OpaquePointer
    let rowCount: Int
    let columnCount: Int

    init(taking pointer: OpaquePointer) {
        self.pointer = pointer
        rowCount = Int(PQntuples(pointer))
        columnCount = Int(PQnfields(pointer))
    }

    deinit { PQclear(pointer) }

    enum Status {
        case rows, failed, aborted, sync, copy
    }

    var status: Status {
        switch PQresultStatus(pointer) {
        case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: .rows
        case PGRES_PIPELINE_SYNC: .sync
        case PGRES_PIPELINE_ABORTED: .aborted
        case PGRES_COPY_IN, PGRES_COPY_OUT, PGRES_COPY_BOTH: .copy
        default: .failed
        }
    }

    /// Nil for NULL. The bytes live as long as this object.
    func value(row: Int, column: Int) -> UnsafeRawBufferPointer? {
        let (row, column) = (Int32(truncatingIfNeeded: row), Int32(truncatingIfNeeded: column))
        if PQgetisnull(pointer, row, column) != 0 { return nil }
        return UnsafeRawBufferPointer(
            start: PQgetvalue(pointer, row, column), count: Int(PQgetlength(pointer, row, column)))
    }

    func type(column: Int) -> PGType { PGType(PQftype(pointer, Int32(truncatingIfNeeded: column))) }

    var affected: Int { PQcmdTuples(pointer).flatMap { Int(String(cString: $0)) } ?? 0 }

    /// The error in this result; nil if libpq made it up itself, which it does when the connection is lost.
    var serverError: PGError.ServerError? { Self.serverError(pointer) }

    var message: String { String(cString: PQresultErrorMessage(pointer)).trimmingEnd() }

    static func serverError(_ pointer: OpaquePointer) -> PGError.ServerError? {
        func field(_ code: Character) -> String? {
            PQresultErrorField(pointer, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        guard let state = field("C") else { return nil }
        return PGError.ServerError(
            sqlState: SQLState(state), severity: field("V") ?? field("S") ?? "ERROR", message: field("M") ?? "",
            detail: field("D"), hint: field("H"), schema: field("s"), table: field("t"), column: field("c"),
            constraint: field("n"))
    }
}
