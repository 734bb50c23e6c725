public import Logging
import NIOConcurrencyHelpers

/// Listens to channels of `NOTIFY` on a connection of its own, and comes back by itself when that connection is lost.
///
/// Between two connections notifications are missed: each time it listens again it says
/// ``PGListenerEvent/resumed``, and whoever gets that reads what it is interested in.
///
///     try await listener.withEvents { events in
///         for await group in events {
///             for event in group {
///                 switch event {
///                 case .resumed: try await readEverything()
///                 case .notification(_, let payload, _): apply(payload)
///                 }
///             }
///         }
///     }
///
/// Every few seconds it sends a notification to itself: a connection over which it does not come back is given up, be it
/// that the network swallows packets or that a pooler stands in between.
public final class PGListener: Sendable {
    private let configuration: PGConfiguration
    private let channels: [String]
    private let bufferLimit: Int
    private let selfCheckInterval: Duration
    private let loop: PGLoop
    private let logger: Logger
    private let listening = NIOLockedValueBox(0)

    /// - Parameters:
    ///   - configuration: A direct way to PostgreSQL, not through a pooler that shares connections.
    ///   - channels: Names of channels, as they stand in `pg_notify`'s first argument.
    ///   - bufferLimit: Of what the consumer has not yet taken, in bytes. Past it all of it is dropped for one `.resumed`.
    ///   - selfCheckInterval: A dead connection is noticed after twice this time at the latest.
    public init(
        configuration: PGConfiguration, channels: [String], bufferLimit: Int = 1 << 20,
        selfCheckInterval: Duration = .seconds(3), loop: PGLoop = .shared, logger: Logger
    ) {
        precondition(!channels.isEmpty && bufferLimit > 0 && selfCheckInterval > .zero)
        self.configuration = configuration
        self.channels = channels
        self.bufferLimit = bufferLimit
        self.selfCheckInterval = selfCheckInterval
        self.loop = loop
        self.logger = logger
    }

    /// True while notifications come in, as far as the last self-check could tell.
    public var isListening: Bool { listening.withLockedValue { $0 > 0 } }

    /// Listens for as long as `body` runs.
    ///
    /// Does not throw by itself: where there is no connection, it goes on trying.
    @discardableResult
    public func withEvents<R>(
        isolation: isolated (any Actor)? = #isolation, _ body: (PGListenerEvents) async throws -> R
    ) async throws -> R {
        let channel = EventChannel(limit: bufferLimit)
        return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await self.run(channel) }
            defer { group.cancelAll() }
            return try await body(PGListenerEvents(channel: channel))
        }
    }

    private func run(_ channel: EventChannel) async {
        var backoff = Backoff()
        while !Task.isCancelled {
            let session = ListenSession(
                channels: channels, channel: channel, bufferLimit: bufferLimit, interval: selfCheckInterval, loop: loop,
                logger: logger,
                listening: { [listening] isListening in
                    listening.withLockedValue { $0 += isListening ? 1 : -1 }
                })
            let outcome = await session.run(configuration)
            if Task.isCancelled { return }
            // One line when it begins, not one for each attempt.
            logger.log(
                level: backoff.failures == 0 || outcome.wasListening ? .warning : .debug,
                "the listener lost its connection: \(outcome.reason)", metadata: ["database": "\(configuration)"])
            if outcome.wasListening { backoff.reset() }
            try? await Task.sleep(for: backoff.next())
        }
    }
}
