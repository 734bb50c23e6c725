public import Logging
import Metrics
import NIOConcurrencyHelpers
public import PGStore
public import ServiceLifecycle

/// Commits mutations in groups: what arrives while one batch is being committed forms the next.
///
/// A lone mutation is a batch of one and waits for nothing. Whoever submits gets an answer in bounded time, and a
/// success only after COMMIT.
public final class MutationWriter: Service, Sendable {
    /// Bounds of the writer.
    public struct Limits: Sendable {
        /// How long a mutation may take from submission to its answer.
        public var mutationTimeout: Duration = .milliseconds(1_800)
        /// How many mutations may wait.
        public var pending = 10_000
        /// How many mutations one transaction takes.
        public var batch = 512
        /// How many mutations make a batch that waits for no more: one of fewer waits a moment for those who were just
        /// answered.
        public var enough = 16
        /// The same while others write to this PostgreSQL, too: instances or programs.
        public var enoughAmongOthers = 64
        /// How many batches are under way at a time, each on a connection of its own: more than one only while one is held
        /// up.
        public var batches = 2
        /// How many games whose rows somebody else holds are attempted at a time, each on a connection of its own.
        public var lanes = 3
        /// How long a batch waits for a row before it finds out whose it is.
        public var lockTimeout: Duration = .milliseconds(40)
        /// How long a set-aside game waits for its row before another one's turn.
        public var laneLockTimeout: Duration = .milliseconds(500)
        /// What an attempt always gets, even if its oldest mutation has less time left.
        public var minimumAttempt: Duration = .milliseconds(250)

        public init() {}
    }

    typealias Waiter = CheckedContinuation<Result<MutationReply, MutationError>, Never>
    typealias Pending = WriterQueue<Waiter>.Pending

    let pool: PGPool
    let limits: Limits
    let logger: Logger
    let clock = ContinuousClock()
    /// Whether the last attempt did not reach the database: then that is what waiting mutations are told.
    let isDatabaseAway = NIOLockedValueBox(false)
    let queue: NIOLockedValueBox<WriterQueue<Waiter>>
    private let lineSignal = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    let laneSignal = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    private let batchSizes = Recorder(label: "podium_batch_mutations")
    private let batchTimer = Metrics.Timer(label: "podium_batch_seconds")

    public init(pool: PGPool, limits: Limits = Limits(), logger: Logger) {
        self.pool = pool
        self.limits = limits
        self.logger = logger
        queue = NIOLockedValueBox(
            WriterQueue(
                limit: limits.pending, batchLimit: limits.batch, lineLimit: limits.batches, laneLimit: limits.lanes,
                gathering: Gathering(enough: limits.enough, amongOthers: limits.enoughAmongOthers)))
    }

    /// Commits a mutation and returns its reply; the same reply again where its idempotency key has been seen.
    ///
    /// The mutation goes on if the caller's task is cancelled: once submitted, it has an outcome.
    public func submit(_ mutation: Mutation) async throws(MutationError) -> MutationReply {
        let deadline = clock.now + limits.mutationTimeout
        let result = await withCheckedContinuation { waiter in
            let submission = queue.withLockedValue {
                $0.submit(Pending(mutation: mutation, waiter: waiter, deadline: deadline), now: clock.now)
            }
            switch submission {
            case .due: lineSignal.continuation.yield()
            case .inLine, .inLane: break
            case .refused: waiter.resume(returning: .failure(.overloaded))
            }
        }
        return try result.get()
    }

    /// Runs until graceful shutdown, and then until everything submitted is answered.
    public func run() async {
        await withGracefulShutdownHandler {
            await withDiscardingTaskGroup { group in
                // On the connections' own thread: each way to another one and back would wake it, twice a batch.
                group.addTask(executorPreference: PGLoop.shared) { await self.runLine() }
                for await _ in self.laneSignal.stream {
                    while let gameID = self.queue.withLockedValue({ $0.startLane() }) {
                        group.addTask { await self.runLane(gameID) }
                    }
                }
            }
            while let gameID = self.queue.withLockedValue({ $0.startLane() }) { await self.runLane(gameID) }
            self.answer(self.queue.withLockedValue { $0.close() }, with: .overloaded)
        } onGracefulShutdown: {
            self.lineSignal.continuation.finish()
        }
    }

    /// Begins batches as they can be begun; at the end, what is left one after the other.
    private func runLine() async {
        let loop = PGLoop.shared
        await withDiscardingTaskGroup { group in
            var alarm: UInt64?
            for await _ in lineSignal.stream {
                if let alarm { loop.unschedule(alarm) }
                var next = nextBatch()
                while let batch = next.batch {
                    group.addTask {
                        await self.run(batch)
                        self.lineSignal.continuation.yield()
                    }
                    next = nextBatch()
                }
                alarm = next.gatheringEnd.map { end in
                    loop.schedule(at: end) { self.lineSignal.continuation.yield() }
                }
            }
        }
        queue.withLockedValue { $0.hurry() }
        while let batch = nextBatch().batch { await run(batch) }
        laneSignal.continuation.finish()
    }

    private func run(_ batch: [Pending]) async {
        await commit(batch)
        queue.withLockedValue { $0.finished(batch) }
    }

    /// The next batch, or until when it waits for more mutations. Both are of one moment: whoever comes later than that
    /// finds the gathering over, or is there when it ends.
    private func nextBatch() -> (batch: [Pending]?, gatheringEnd: ContinuousClock.Instant?) {
        while true {
            let (next, end) = queue.withLockedValue { queue in
                let now = clock.now
                return (queue.nextBatch(now: now), queue.gatheringEnd(now: now))
            }
            guard let next else { return (nil, end) }
            answer(next.expired, with: isDatabaseAway.withLockedValue { $0 } ? .databaseUnavailable : .overloaded)
            if !next.batch.isEmpty { return (next.batch, nil) }
        }
    }

    /// Before its mutations are answered.
    func record(_ batch: [Pending], transaction: Int64, since start: ContinuousClock.Instant) {
        let now = clock.now
        queue.withLockedValue { $0.committed(batch, transaction: transaction, after: now - start, now: now) }
        batchSizes.record(batch.count)
        batchTimer.recordNanoseconds(Int64((now - start) / .nanoseconds(1)))
    }

    func answer(_ batch: [Pending], with error: MutationError) {
        for pending in batch { pending.waiter.resume(returning: .failure(error)) }
    }

    func answer(_ batch: [Pending], with results: [Result<MutationReply, MutationError>]) {
        for (pending, result) in zip(batch, results) { pending.waiter.resume(returning: result) }
    }
}
