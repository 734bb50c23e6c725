import GameAPI
import Hummingbird
import Relay
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
    /// The clients on sockets; nil where there are none.
    var hub: Hub?
}

/// What is wrong with a schema, if anything.
enum SchemaState: Sendable, Equatable {
    case current
    case missing
    case behind(Int)
    case ahead(Int)
    /// Of the database.
    case encoding(String)
    /// What is announced there is not heard where the listener is.
    case listenerElsewhere
}
