import NIOCore

/// What may end a run before its time: the first problem that a connection meets.
struct Run: Sendable {
    private let problem: EventLoopPromise<Void>
    private let loop: any EventLoop

    init(on loop: any EventLoop) {
        self.loop = loop
        problem = loop.makePromise()
    }

    /// Ends the run. Later problems are consequences of the first, and ignored.
    func fail(_ error: DriverError) { problem.fail(error) }

    /// Must be called at the end of a run without problems.
    func finish() { problem.succeed() }

    /// Comes back after so many seconds, or throws the problem that ends the run.
    func pause(seconds: Double) async throws {
        let done = loop.makePromise(of: Void.self)
        problem.futureResult.cascadeFailure(to: done)
        let timer = loop.scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { done.succeed() }
        defer { timer.cancel() }
        try await done.futureResult.get()
    }

    /// Waits for all of these: true as soon as they are done, false when the time is over. Throws what ends the run.
    func wait(for futures: [EventLoopFuture<Void>], seconds: Double) async throws -> Bool {
        let done = loop.makePromise(of: Bool.self)
        problem.futureResult.cascadeFailure(to: done)
        EventLoopFuture.andAllSucceed(futures, on: loop).map { true }.cascade(to: done)
        let timer = loop.scheduleTask(in: .nanoseconds(Int64(seconds * 1e9))) { done.succeed(false) }
        defer { timer.cancel() }
        return try await done.futureResult.get()
    }
}
