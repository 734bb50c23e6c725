import GameAPI
import Logging
import NIOCore
import ServiceLifecycle

/// Reads snapshots and the log for rooms. Each room has at most one reading under way, so their number is bounded by
/// that of the rooms.
struct RoomReader: Service {
    /// At once; the others wait.
    private static let parallel = 6

    private let source: any ChangeSource
    private let logger: Logger
    private let reads: AsyncStream<RoomRead>
    private let queue: AsyncStream<RoomRead>.Continuation

    init(source: any ChangeSource, logger: Logger) {
        self.source = source
        self.logger = logger
        (reads, queue) = AsyncStream.makeStream()
    }

    /// Has something read; the answer goes to the room's shard.
    func request(_ read: RoomRead) { queue.yield(read) }

    func run() async {
        await cancelWhenGracefulShutdown {
            await withTaskGroup(of: Void.self) { group in
                var running = 0
                for await read in reads {
                    if running >= Self.parallel { await group.next() } else { running += 1 }
                    group.addTask { await serve(read) }
                }
                group.cancelAll()
            }
        }
    }

    /// Reads once. A read that fails makes room for others before it is tried again, as long as somebody is interested.
    private func serve(_ read: RoomRead) async {
        do {
            let query = RoomQuery(
                snapshot: read.query.snapshot, changesAfter: read.query.changesAfter, limit: read.query.limit,
                live: read.query.live)
            let answer = try await source.read(read.game, query)
            read.shard.execute { $0.answered(read, answer) }
        } catch {
            if Task.isCancelled { return }
            logger.warning(
                "a game could not be read",
                metadata: ["game_id": "\(read.game)", "failures": "\(read.failures + 1)", "error": "\(error)"])
            guard await read.shard.call({ $0.readFailed(read, error) }) else { return }
            var again = read
            again.failures += 1
            read.shard.loop.scheduleTask(in: again.pause) { [again] in queue.yield(again) }
        }
    }
}
