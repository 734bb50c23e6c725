public import PGStore

/// Shares over PostgreSQL, whose order of commits is the one order of live messages.
public struct PostgresCoordinationStore: CoordinationStore {
    private let pool: PGPool

    /// - Parameter pool: Of its own, so that live messages wait for no mutation, and with
    ///   ``PGConfiguration/synchronousCommit`` off, so that they wait for no disk. Two connections are enough.
    public init(pool: PGPool) {
        self.pool = pool
    }

    public func publish(
        _ payloads: [String], retaining: [(game: Int64, message: CoordinationMessage)]
    ) async throws {
        var calls: [PGCall] = []
        if !retaining.isEmpty {
            let messages = retaining.map(\.message)
            calls.append(
                CoordinationSQL.retain(
                    retaining.map(\.game), messages.map(\.type), messages.map(\.recipient?.connectionID),
                    messages.map(\.recipient?.clientID), messages.map(\.recipient?.clientType), messages.map(\.body)))
        }
        if !payloads.isEmpty { calls.append(CoordinationSQL.announce(payloads)) }
        try await run(calls)
    }

    public func verify(_ claims: [BuzzerClaim]) async throws -> [Bool] {
        if claims.isEmpty { return [] }
        let call = CoordinationSQL.verify(claims.map(\.game), claims.map(\.player), claims.map(\.buzzer))
        return try await pool.read([call])[0].map { try $0.decode(0) }
    }

    public func register(_ instance: String) async throws {
        try await run([CoordinationSQL.register(instance)])
    }

    public func report(
        _ instance: String, sequence: Int64, presence: [PresenceCount], payloads: [String]
    ) async throws -> Bool {
        var calls = [CoordinationSQL.beat(instance, sequence)]
        let gone = presence.filter { $0.connections == 0 }
        let there = presence.filter { $0.connections > 0 }
        if !gone.isEmpty {
            calls.append(
                CoordinationSQL.leave(
                    instance, sequence, gone.map(\.game), gone.map(\.client.type), gone.map(\.client.id)))
        }
        if !there.isEmpty {
            calls.append(
                CoordinationSQL.come(
                    instance, sequence, there.map(\.game), there.map(\.client.type), there.map(\.client.id),
                    there.map { Int32($0.connections) }))
        }
        if !payloads.isEmpty { calls.append(CoordinationSQL.announceReport(instance, sequence, payloads)) }
        return try await run(calls)[0].affected == 1
    }

    public func reap(silentFor silence: Duration) async throws -> [String] {
        let milliseconds = Int64(silence / .milliseconds(1))
        let silent = try await run([CoordinationSQL.silent(milliseconds)])[0].map { try $0.decode(0, as: String.self) }
        if silent.isEmpty { return [] }
        let call = CoordinationSQL.reap(milliseconds, silent, silent.map(Self.farewell))
        return try await run([call])[0].map { try $0.decode(0) }
    }

    public func unregister(_ instance: String) async throws {
        try await run([CoordinationSQL.unregister(instance, Self.farewell(instance))])
    }

    /// One flight, one transaction. Not repeated by itself: whether a broken connection's was committed is unknown.
    @discardableResult
    private func run(_ calls: [PGCall]) async throws -> [PGRows] {
        if calls.isEmpty { return [] }
        return try await pool.withConnection { try await $0.pipeline(calls) }
    }

    /// The payload that says that an instance has gone.
    private static func farewell(_ instance: String) -> String {
        CoordinationPayload.payloads(gameID: 0, items: [.gone(instance: instance)])[0]
    }
}
