import NIOCore

/// What the publishers of one event loop did. Lives on that loop.
final class PublisherTally {
    let run: Run
    /// Done when each publisher's last message has come back.
    let stopped: EventLoopFuture<Void>
    /// Messages that have come back, of each room.
    private(set) var published: [Messages]
    private(set) var isStopping = false
    private var publishers: [any Publisher] = []
    private var latencies = Latencies()
    private var isMeasuring = false
    private var running = 0
    private let stoppedPromise: EventLoopPromise<Void>

    init(on loop: any EventLoop, run: Run, rooms: Int) {
        self.run = run
        published = Array(repeating: Messages(), count: rooms)
        stoppedPromise = loop.makePromise()
        stopped = stoppedPromise.futureResult
    }

    func add(_ publisher: any Publisher) { publishers.append(publisher) }

    func start() {
        running = publishers.count
        for publisher in publishers { publisher.start() }
    }

    /// Counts a message that has come back. True: publish the next one.
    func publishes(after key: Int64, in room: Int, nanoseconds: Int64) -> Bool {
        published[room].add(key: key)
        if isMeasuring { latencies.record(nanoseconds: nanoseconds) }
        guard isStopping else { return true }
        running -= 1
        if running == 0 { stoppedPromise.succeed() }
        return false
    }

    func begin() -> Int {
        isMeasuring = true
        return total
    }

    func end() -> (total: Int, latencies: Latencies) {
        isMeasuring = false
        isStopping = true
        if running == 0 { stoppedPromise.succeed() }
        return (total, latencies)
    }

    private var total: Int { published.reduce(0) { $0 + $1.count } }
}
