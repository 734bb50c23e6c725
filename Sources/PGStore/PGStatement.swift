/// A statement's static SQL, under a name.
///
/// It is prepared once per connection, on first use, in the same flight. Values never stand in the SQL: they are
/// parameters, `$1`, `$2`, …
///
///     let score = PGStatement("score", "SELECT score FROM player WHERE id = $1")
///     let rows = try await connection.execute(score(17))
public struct PGStatement: Sendable, Hashable {
    /// At most 50 bytes, so that PostgreSQL does not cut it.
    public let name: String
    public let sql: String

    public init(_ name: String, _ sql: String) {
        precondition(name.utf8.count <= 50 && !name.isEmpty, "a statement's name has 1 to 50 bytes")
        self.name = name
        self.sql = sql
    }

    public func callAsFunction(_ parameters: any PGEncodable...) -> PGCall {
        PGCall(statement: self, parameters: parameters.map { $0.pgEncode() })
    }
}

/// A statement and the values for its parameters.
public struct PGCall: Sendable {
    public let statement: PGStatement
    public let parameters: [PGParameter]
    /// False for text that is sent once and never prepared under a name.
    let isPrepared: Bool

    public init(statement: PGStatement, parameters: [PGParameter]) {
        self.statement = statement
        self.parameters = parameters
        isPrepared = true
    }

    init(unprepared sql: String) {
        statement = PGStatement("unprepared", sql)
        parameters = []
        isPrepared = false
    }
}
