import GameAPI
import Logging
import Metrics
import NIOPosix
import PGStore
import Relay
import ServiceLifecycle

extension Backend {
    /// The game on PostgreSQL. Nothing is connected before its services run, but for the schema's check.
    static func live(
        _ configuration: AppConfiguration, authority: TokenAuthority, logger: Logger
    ) throws(SettingError) -> Backend {
        let database = try configuration.database()
        let listening = try configuration.listenDatabase()
        // Together with the writer's own bound, nobody waits 3 s for a database that is away.
        let pool = PGPool(
            configuration: database, maximumConnections: configuration.databasePool, acquireTimeout: .seconds(1),
            logger: logger)
        var limits = MutationWriter.Limits()
        limits.mutationTimeout = configuration.mutationTimeout
        // Writing must not take all connections from reading, nor held games those of the others.
        limits.batches = max(1, min(limits.batches, configuration.databasePool / 3))
        limits.lanes = max(1, min(limits.lanes, configuration.databasePool / 3))
        let writer = MutationWriter(pool: pool, limits: limits, logger: logger)
        let services = GameServices(
            writer: writer, creator: GameCreator(pool: pool, logger: logger), reader: GameReader(pool: pool),
            tokens: authority)
        let relay =
            try configuration.role == .api
            ? nil : Relaying(configuration, listening: listening, reading: pool, logger: logger)
        var running: [any Service] = [PoolService(pool: pool)]
        if configuration.role != .relay { running += [KeyCleaner(pool: pool, logger: logger), writer] }
        if let relay { running.append(PoolService(pool: relay.pool)) }
        return Backend(
            services: running,
            schemaState: {
                let state = try await Self.schemaState(database, logger: logger)
                guard state == .current, relay != nil, configuration.listenDatabaseURL != configuration.databaseURL
                else { return state }
                do {
                    let places = (try await Self.place(database, logger), try await Self.place(listening, logger))
                    return places.0 == places.1 ? .current : .listenerElsewhere
                } catch {
                    // Requests are served meanwhile; the instance is not ready.
                    logger.warning("the listener's database does not answer", metadata: ["error": "\(error)"])
                    return .current
                }
            },
            isReady: {
                do {
                    _ = try await pool.withConnection { try await $0.simple("SELECT 1") }
                } catch {
                    return .notReady("The database is away.")
                }
                return relay?.hub.isListening == false ? .notReady("The listener is away.") : .ready
            },
            addRoutes: { router, settings in router.addGameRoutes(services, settings) },
            hub: relay?.hub)
    }

    /// What an instance with sockets has besides.
    private struct Relaying {
        /// For live messages, which wait for no mutation and no disk.
        let pool: PGPool
        let hub: Hub

        init(
            _ configuration: AppConfiguration, listening: PGConfiguration, reading: PGPool, logger: Logger
        ) throws(SettingError) {
            var live = try configuration.database()
            live.synchronousCommit = false
            pool = PGPool(configuration: live, maximumConnections: 2, acquireTimeout: .seconds(1), logger: logger)
            hub = Hub(
                RelaySettings(
                    instanceID: configuration.instanceID, messageRate: configuration.rateLimitSocket,
                    pingInterval: Int(configuration.pingInterval.components.seconds),
                    drainSpread: min(.seconds(3), configuration.shutdownTimeout / 3)),
                on: MultiThreadedEventLoopGroup.singleton,
                source: PostgresChangeSource(
                    listener: PGListener(
                        configuration: listening, channels: PostgresChangeSource.channels, bufferLimit: 16 << 20,
                        logger: logger),
                    reads: reading),
                store: PostgresCoordinationStore(pool: pool), metrics: RelayMetrics(MetricsSystem.factory),
                logger: logger)
        }
    }

    private static func schemaState(_ database: PGConfiguration, logger: Logger) async throws -> SchemaState {
        switch try await connected(database, logger, { try await Schema.mismatch($0) }) {
        case nil: .current
        case .missing: .missing
        case .behind(let version): .behind(version)
        case .ahead(let version): .ahead(version)
        case .encoding(let name): .encoding(name)
        }
    }

    /// What tells one database from all others: of another name, or of another server.
    private static func place(_ database: PGConfiguration, _ logger: Logger) async throws -> String? {
        let call = "SELECT current_database() || extract(epoch FROM pg_postmaster_start_time())"
        return try await connected(database, logger) { try await $0.simple(call) }.first?.decode(0)
    }

    private static func connected<Found: Sendable>(
        _ database: PGConfiguration, _ logger: Logger, _ find: (PGConnection) async throws -> Found
    ) async throws -> Found {
        let connection = try await PGConnection.connect(database, logger: logger)
        let found: Result<Found, any Error>
        do {
            found = .success(try await find(connection))
        } catch {
            found = .failure(error)
        }
        await connection.close()
        return try found.get()
    }
}

extension AppConfiguration {
    /// Where the database is.
    func database() throws(SettingError) -> PGConfiguration { try database(databaseURL, .databaseURL) }

    /// Where it is listened to.
    fileprivate func listenDatabase() throws(SettingError) -> PGConfiguration {
        try database(listenDatabaseURL, .listenDatabaseURL)
    }

    private func database(_ url: String, _ setting: Setting) throws(SettingError) -> PGConfiguration {
        do {
            var database = try PGConfiguration(url)
            database.parameters = QueryPlans.sessionParameters
            database.applicationName = instanceID
            database.queryTimeout = mutationTimeout
            database.statementTimeout = max(.seconds(2), mutationTimeout)
            return database
        } catch {
            // libpq's own words repeat a part of the string, which may be the password's.
            throw SettingError(
                setting: setting,
                problem: "is no connection string of libpq; in a URI, % : / @ of a password are %25 %3A %2F %40")
        }
    }
}

/// A pool's lifetime within a group of services: its connections are closed after everything that borrows them.
struct PoolService: Service {
    let pool: PGPool

    func run() async {
        await cancelWhenGracefulShutdown { await pool.run() }
    }
}
