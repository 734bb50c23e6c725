public import PGStore

/// The database schema that this build reads and writes.
public enum Schema {
    /// The number of the newest file in `migrations/`.
    public static let currentVersion = 4

    /// What is wrong with a database's schema.
    public enum Mismatch: Error, Sendable, Equatable {
        case missing
        case behind(version: Int)
        case ahead(version: Int)
        /// The database cannot hold every character.
        case encoding(String)
    }

    /// Compares a database's schema with this build's.
    ///
    /// - Returns: nil if they fit.
    public static func mismatch(_ connection: PGConnection) async throws(PGError) -> Mismatch? {
        let version: Int?
        let encoding: String
        do {
            guard let row = try await connection.execute(ReadSQL.schemaVersion()).first else { return .missing }
            version = try row.decode(0)
            encoding = try row.decode(1)
        } catch  where error.sqlState == .undefinedTable {
            return .missing
        }
        guard let version else { return .missing }
        if encoding != "UTF8" { return .encoding(encoding) }
        if version < currentVersion { return .behind(version: version) }
        if version > currentVersion { return .ahead(version: version) }
        return nil
    }
}
