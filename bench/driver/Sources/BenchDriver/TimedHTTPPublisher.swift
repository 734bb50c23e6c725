import NIOCore

/// Publishes by requests over several connections. While all of them wait for answers, publications wait in a queue, and
/// their time counts from when they were due.
final class TimedHTTPPublisher: TimedPublisher, HTTPClient {
    private(set) var answered = Latencies()
    private let publications: Publications
    private let run: Run
    private let loop: any EventLoop
    private var idle: [HTTPConnection<TimedHTTPPublisher>] = []
    private var sent: [Int64] = []
    private var underWay: [ObjectIdentifier: Int] = [:]
    private var nextToSend = 0
    private var answers = 0
    private var finish: (count: Int, promise: EventLoopPromise<Void>)?

    init(publications: Publications, run: Run, on loop: any EventLoop) {
        self.publications = publications
        self.run = run
        self.loop = loop
    }

    /// Opens so many connections for it.
    static func open(
        _ connections: Int, _ publications: Publications, loops: Loops, run: Run
    ) async throws -> NIOLoopBound<any TimedPublisher> {
        let loop = loops.first
        let publisher = try await loop.submit {
            NIOLoopBound(TimedHTTPPublisher(publications: publications, run: run, on: loop), eventLoop: loop)
        }.get()
        try await loops.openAll(connections) { _ in
            _ = try await loops.connect(0, to: publications.address) { channel in
                let connection = HTTPConnection(client: publisher.value)
                try channel.pipeline.syncOperations.addHandler(connection)
                publisher.value.add(connection)
            }
        }
        return try await loop.submit { NIOLoopBound(publisher.value as any TimedPublisher, eventLoop: loop) }.get()
    }

    func add(_ connection: HTTPConnection<TimedHTTPPublisher>) { idle.append(connection) }

    func publish(_ publication: Int, key: Int64, sent: Int64) {
        self.sent.append(sent)
        sendNext()
    }

    func finished(_ count: Int) -> EventLoopFuture<Void> {
        let promise = loop.makePromise(of: Void.self)
        finish = (count, promise)
        finishIfAnswered()
        return promise.futureResult
    }

    func answered(status: Int, body: String, on connection: HTTPConnection<TimedHTTPPublisher>) {
        guard (200..<300).contains(status), let publication = underWay.removeValue(forKey: ObjectIdentifier(connection))
        else { return run.fail(DriverError("a publication was answered with \(status): \(body)")) }
        answered.record(nanoseconds: Clock.now() - sent[publication])
        answers += 1
        idle.append(connection)
        sendNext()
        finishIfAnswered()
    }

    func broken(_ problem: DriverError) {
        if finish.map({ answers < $0.count }) ?? true { run.fail(problem) }
    }

    private func sendNext() {
        guard nextToSend < sent.count, let connection = idle.popLast() else { return }
        underWay[ObjectIdentifier(connection)] = nextToSend
        connection.send(publications.requests[nextToSend])
        nextToSend += 1
    }

    private func finishIfAnswered() {
        if let finish, answers == finish.count { finish.promise.succeed() }
    }
}
