import GameAPI
import Hummingbird
import ServiceLifecycle

/// The game behind the server: what it needs to run, to answer, and to know whether it can.
struct Backend: Sendable {
    /// In order of dependence; they are shut down in reverse, after the server.
    var services: [any Service]
    /// Asks the database for its schema. Throws while the database is away.
    var schemaState: @Sendable () async throws -> SchemaState
    /// Whether requests can be served.
    var isReady: @Sendable () async -> Readiness
    /// Adds the routes of games.
    var addRoutes: @Sendable (Router<PodiumRequestContext>, HTTPSettings) -> Void
}

/// What is wrong with a schema, if anything.
enum SchemaState: Sendable, Equatable {
    case current
    case missing
    case behind(Int)
    case ahead(Int)
}
