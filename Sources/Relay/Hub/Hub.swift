public import GameAPI
public import Logging
import NIOConcurrencyHelpers
public import NIOCore
public import ServiceLifecycle

/// All clients of this instance: their rooms, divided over the event loops, and what keeps them up to date.
public final class Hub: Sendable {
    private let settings: RelaySettings
    private let source: any ChangeSource
    private let shards: [ShardReference]
    private let metrics: RelayMetrics
    private let reader: RoomReader
    private let publisher: CoordinationPublisher
    private let presence: PresenceKeeper
    private let logger: Logger
    private let firstResumption = FirstResumption()
    private let draining = NIOLockedValueBox(false)

    /// Makes a hub. Nothing runs before its ``services``.
    /// - Parameters:
    ///   - group: The event loops of the server whose sockets will come.
    ///   - source: Where changes come from.
    ///   - store: What the instances share.
    public init(
        _ settings: RelaySettings, on group: any EventLoopGroup, source: any ChangeSource,
        store: any CoordinationStore, metrics: RelayMetrics, logger: Logger
    ) {
        self.settings = settings
        self.source = source
        self.metrics = metrics
        self.logger = logger
        let reader = RoomReader(source: source, logger: logger)
        self.reader = reader
        publisher = CoordinationPublisher(store: store, logger: logger)
        presence = PresenceKeeper(store: store, name: settings.instanceID, logger: logger)
        let services = RelayServices(
            read: { reader.request($0) }, publisher: publisher, presence: presence,
            connectionPrefix: String(UInt32.random(in: 1 << 28 ... .max), radix: 36))
        shards = group.makeIterator().enumerated().map { index, loop in
            ShardReference(
                index: index, loop: loop,
                Shard(
                    index: index, loop: loop, settings: settings, services: services, metrics: metrics, logger: logger))
        }
        for shard in shards { shard.execute { [shards] in $0.shards = shards } }
    }

    /// What runs as long as the hub is in use, in order of dependence; the server comes after them, and
    /// ``drain`` after the server.
    public var services: [any Service] {
        [
            presence, publisher, reader,
            Feed(
                source: source, shards: shards, backlogs: shards.map { _ in Backlog(limit: 16 << 20) },
                presence: presence, metrics: metrics, firstResumption: firstResumption,
                logger: logger),
            HubClock(hub: self),
        ]
    }

    /// Sends the clients away when the server is about to stop; has to be shut down before the server.
    public var drain: any Service { SocketDrain(hub: self) }

    /// Whether changes come in.
    public var isListening: Bool { source.isListening }

    /// Waits until changes come in for the first time; false if they do not within that time.
    public func untilListening(atMost time: TimeAmount = .seconds(3)) async throws -> Bool {
        try await firstResumption.wait(atMost: time, on: shards[0].loop)
    }

    /// Whether no new clients are taken.
    var isDraining: Bool { draining.withLockedValue { $0 } }

    /// Whether there is such a game. Its room is then open. Throws while the database is away.
    func open(_ game: Int64) async throws -> Bool {
        let home = shards.home(of: game)
        return try await withCheckedThrowingContinuation { continuation in
            home.execute { $0.openRoom(game, continuation) }
        }
    }

    /// The shard of a channel's loop.
    func shard(on loop: any EventLoop) -> ShardReference? {
        shards.first { $0.loop === loop }
    }

    func tick(second: Int) {
        let settings = settings
        for shard in shards {
            shard.execute { shard in
                shard.ping(second: second, interval: settings.pingInterval)
                shard.dismissOpeners(waitingSince: .now() - .seconds(3))
                shard.closeRooms(emptyBefore: .now() - .nanoseconds(Int64(settings.roomLinger / .nanoseconds(1))))
            }
        }
    }

    /// Tells all clients that the server stops, spread over a few seconds; returns when all have been told.
    func sayGoodbye() async throws {
        draining.withLockedValue { $0 = true }
        let pause = Duration.milliseconds(50)
        let steps = max(1, Int(settings.drainSpread / pause))
        var portions: [Int] = []
        for shard in shards { portions.append(await shard.call { $0.sessions.count } / steps + 1) }
        var left: Int
        repeat {
            left = 0
            for (shard, portion) in zip(shards, portions) {
                left += await shard.call { $0.sayGoodbye(to: portion) }
            }
            if left > 0 { try await Task.sleep(for: pause) }
        } while left > 0
    }
}
