import GameAPI
import Logging
import Metrics
import ServiceLifecycle

/// Brings what PostgreSQL announces to the rooms.
struct Feed: Service {
    let source: any ChangeSource
    let shards: [ShardReference]
    /// One for each shard.
    let backlogs: [Backlog]
    let presence: PresenceKeeper
    let metrics: RelayMetrics
    let firstResumption: FirstResumption
    let logger: Logger

    func run() async throws {
        do {
            try await cancelWhenGracefulShutdown { try await source.listen { receive($0) } }
        } catch is CancellationError {
            return
        }
    }

    private func receive(_ event: ChangeEvent) {
        switch event {
        case .resumed:
            metrics.resumptions.increment()
            presence.renew()
            for shard in shards { shard.execute { $0.resumed() } }
            firstResumption.happened()
        case .announced(let payload):
            guard let game = Announcement.gameID(of: payload) else { return }
            handOver(payload, of: game) { $0.announced(payload, game: game) }
        case .coordination(let payload):
            guard let game = Announcement.gameID(of: payload) else { return }
            if game == 0 {
                forAllGames(payload)
            } else {
                handOver(payload, of: game) { $0.coordinated(payload, game: game) }
            }
        }
    }

    /// Hands something over to the game's room; where nobody here is in that game, its loop is not even woken.
    private func handOver(_ payload: String, of game: Int64, _ body: @escaping @Sendable (Shard) -> Void) {
        let shard = shards.home(of: game)
        guard shard.openGames.contains(game) else { return }
        let (backlog, bytes) = (backlogs[shard.index], payload.utf8.count)
        switch backlog.add(bytes) {
        case .taken:
            shard.execute {
                body($0)
                backlog.remove(bytes)
            }
        case .overflow:
            logger.warning("too much comes in: reading it from the log", metadata: ["shard": "\(shard.index)"])
            shard.execute {
                backlog.recover()
                $0.resumed()
            }
        case .dropped: return
        }
    }

    /// Game 0 is nobody's: what is said under it is about instances.
    private func forAllGames(_ payload: String) {
        do {
            for case .gone(let instance) in try CoordinationPayload.parse(payload).items {
                for shard in shards { shard.execute { $0.gone(instance) } }
            }
        } catch {
            logger.warning("a coordination payload cannot be read", metadata: ["error": "\(error)"])
        }
    }
}
