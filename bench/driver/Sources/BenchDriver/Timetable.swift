import NIOCore

/// What is published when: these keys, at even distances.
struct Timetable: Sendable {
    /// Publications a second.
    let rate: Double
    let keys: [Int64]

    /// Nanoseconds from the first publication to this one.
    func due(_ publication: Int) -> Int64 { Int64(Double(publication) / rate * 1e9) }
}

/// Who publishes when told to, on one event loop, and does not wait for anything.
protocol TimedPublisher: AnyObject {
    /// Publishes the message with this number. `sent` is when it was due to leave.
    func publish(_ publication: Int, key: Int64, sent: Int64)
    /// Done when all of `count` publications have their answers.
    func finished(_ count: Int) -> EventLoopFuture<Void>
    /// From a publication to its answer; empty where there are none.
    var answered: Latencies { get }
}

/// Tells a publisher when to publish. Lives on the publisher's event loop.
final class Timer {
    private let timetable: Timetable
    private let publisher: any TimedPublisher
    private let loop: any EventLoop
    private let done: EventLoopPromise<Sent>
    private var begin: Int64 = 0
    private var sent = Sent()

    /// When each publication left (`Clock.now()`), and how much later that was than the timetable says.
    struct Sent: Sendable {
        var times: [Int64] = []
        var late = Latencies()
    }

    init(_ timetable: Timetable, publisher: any TimedPublisher, on loop: any EventLoop) {
        self.timetable = timetable
        self.publisher = publisher
        self.loop = loop
        done = loop.makePromise()
        sent.times.reserveCapacity(timetable.keys.count)
    }

    /// Done when all have been published and answered.
    func start() -> EventLoopFuture<Sent> {
        begin = Clock.now()
        tick()
        return done.futureResult
    }

    private func tick() {
        let publication = sent.times.count
        let now = Clock.now()
        sent.late.record(nanoseconds: now - begin - timetable.due(publication))
        sent.times.append(now)
        publisher.publish(publication, key: timetable.keys[publication], sent: now)
        guard sent.times.count < timetable.keys.count else {
            let sent = sent
            return publisher.finished(sent.times.count).map { sent }.cascade(to: done)
        }
        let delay = begin + timetable.due(sent.times.count) - Clock.now()
        _ = loop.assumeIsolated().scheduleTask(in: .nanoseconds(max(delay, 0))) { self.tick() }
    }
}
