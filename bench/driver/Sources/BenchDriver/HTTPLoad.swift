import NIOCore

/// What the HTTP clients of one event loop measured. Lives on that loop.
final class HTTPTally {
    var latencies = Latencies()
    var requests = 0
    var failed = 0
    var isMeasuring = false
    var isStopping = false
    let run: Run
    /// Done when each client has the answer to its last request.
    let stopped: EventLoopFuture<Void>
    private let stoppedPromise: EventLoopPromise<Void>
    private var clients: [(ClosedLoopClient, HTTPConnection<ClosedLoopClient>)] = []
    private var running = 0
    private var hasComplained = false

    init(on loop: any EventLoop, run: Run) {
        self.run = run
        stoppedPromise = loop.makePromise()
        stopped = stoppedPromise.futureResult
    }

    func count(status: Int, body: String, nanoseconds: Int64) {
        guard isMeasuring else { return }
        requests += 1
        latencies.record(nanoseconds: nanoseconds)
        guard !(200..<300).contains(status) else { return }
        failed += 1
        if !hasComplained {
            hasComplained = true
            Output.complain("a request was answered with \(status): \(body)")
        }
    }

    func add(_ client: ClosedLoopClient, on connection: HTTPConnection<ClosedLoopClient>) {
        clients.append((client, connection))
    }

    func start() {
        running = clients.count
        for (client, connection) in clients { client.sendNext(on: connection) }
    }

    func clientStopped() {
        running -= 1
        if running == 0 { stoppedPromise.succeed() }
    }

    func begin() { isMeasuring = true }

    /// Ends the measured phase: clients stop when the answers under way have come, which count no more.
    func end() -> HTTPCounts {
        isMeasuring = false
        isStopping = true
        if running == 0 { stoppedPromise.succeed() }
        return HTTPCounts(latencies: latencies, requests: requests, failed: failed)
    }
}

/// What was counted in the measured phase.
struct HTTPCounts: Sendable {
    var latencies = Latencies()
    var requests = 0
    var failed = 0

    mutating func add(_ other: HTTPCounts) {
        latencies.add(other.latencies)
        requests += other.requests
        failed += other.failed
    }
}

/// Sends its requests one after the other, each when the answer to the one before has come.
final class ClosedLoopClient: HTTPClient {
    private let requests: [ByteBuffer]
    private let tally: HTTPTally
    private var cursor: TargetCursor
    private var sent: Int64 = 0

    init(requests: [ByteBuffer], cursor: TargetCursor, tally: HTTPTally) {
        self.requests = requests
        self.cursor = cursor
        self.tally = tally
    }

    func answered(status: Int, body: String, on connection: HTTPConnection<ClosedLoopClient>) {
        tally.count(status: status, body: body, nanoseconds: Clock.now() - sent)
        if tally.isStopping {
            connection.close()
            tally.clientStopped()
        } else {
            sendNext(on: connection)
        }
    }

    func broken(_ problem: DriverError) { tally.run.fail(problem) }

    func sendNext(on connection: HTTPConnection<ClosedLoopClient>) {
        sent = Clock.now()
        connection.send(requests[cursor.next()])
    }
}
