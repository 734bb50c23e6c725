import NIOConcurrencyHelpers

/// An event loop: one thread that waits for sockets, and runs the actors and tasks that live on it.
///
/// It is the serial executor of its connections. A task that works with one connection for long saves the way between
/// threads by preferring the loop too:
///
///     try await withTaskExecutorPreference(PGLoop.shared) { … }
///
/// Whatever runs on it must not block. A loop lives as long as its process.
public final class PGLoop: SerialExecutor, TaskExecutor {
    public static let shared = PGLoop(name: "pgstore")

    typealias Instant = ContinuousClock.Instant
    typealias Work = @Sendable () -> Void
    typealias Handler = @Sendable (Readiness) -> Void

    private enum Item: Sendable {
        case job(UnownedJob)
        case work(Work)
    }

    private struct Inbox: Sendable {
        var items: [Item] = []
        var sleeping = false
    }

    private struct Table: Sendable {
        var handlers: [UInt64: Handler] = [:]
        var timers = TimerQueue<Work>()
        var lastToken: UInt64 = 0
    }

    private let poller = Poller()
    private let inbox = NIOLockedValueBox(Inbox())
    private let table = NIOLockedValueBox(Table())
    private let thread = NIOLockedValueBox<UInt>(0)

    public init(name: String = "pgstore") {
        let started = SystemThread.start(name: name) { self.run() }
        precondition(started, "no thread for an event loop")
    }

    public func enqueue(_ job: consuming ExecutorJob) {
        append(.job(UnownedJob(job)))
    }

    public func checkIsolated() {
        precondition(isCurrent, "not on the loop's thread")
    }

    public func isIsolatingCurrentContext() -> Bool? { isCurrent }

    private var isCurrent: Bool { thread.withLockedValue { $0 } == SystemThread.current }

    /// Runs `work` on the loop's thread, after what was given to it before.
    func submit(_ work: @escaping Work) {
        append(.work(work))
    }

    private func append(_ item: Item) {
        let wake = inbox.withLockedValue { inbox in
            inbox.items.append(item)
            defer { inbox.sleeping = false }
            return inbox.sleeping
        }
        if wake { poller.wake() }
    }

    /// Calls `handler` on the loop's thread whenever the descriptor is ready, until ``unwatch(_:descriptor:)``.
    func watch(_ descriptor: Int32, _ interest: Readiness, _ handler: @escaping Handler) -> UInt64? {
        let token = table.withLockedValue { table in
            table.lastToken += 1
            table.handlers[table.lastToken] = handler
            return table.lastToken
        }
        if poller.add(descriptor, token: token, interest: interest) { return token }
        table.withLockedValue { _ = $0.handlers.removeValue(forKey: token) }
        return nil
    }

    func rewatch(_ token: UInt64, descriptor: Int32, _ interest: Readiness) {
        poller.modify(descriptor, token: token, interest: interest)
    }

    func unwatch(_ token: UInt64, descriptor: Int32) {
        let handler = table.withLockedValue { $0.handlers.removeValue(forKey: token) }
        if handler != nil { poller.remove(descriptor) }
    }

    /// Calls `work` on the loop's thread at that time, or soon after it, unless it is cancelled by ``unschedule(_:)``.
    package func schedule(at instant: ContinuousClock.Instant, _ work: @escaping @Sendable () -> Void) -> UInt64 {
        let id = table.withLockedValue { $0.timers.add(at: instant, work) }
        // The thread looks at the timers after it has said that it sleeps: either it sees this one, or it is woken.
        if inbox.withLockedValue({ $0.sleeping }) { poller.wake() }
        return id
    }

    package func unschedule(_ id: UInt64) {
        // Freed outside the lock: what the work holds may be on its way out, and come back here.
        _ = table.withLockedValue { $0.timers.cancel(id) }
    }

    private func run() {
        thread.withLockedValue { $0 = SystemThread.current }
        var items: [Item] = []
        while true {
            runItems(&items)
            let sleeps = inbox.withLockedValue { inbox in
                inbox.sleeping = inbox.items.isEmpty
                return inbox.sleeping
            }
            poller.wait(atMost: sleeps ? timeToNextTimer() : .zero) { event in
                switch event {
                // Awake before the handlers run: what they give to the loop needs no signal to wake it.
                case .awake: inbox.withLockedValue { $0.sleeping = false }
                case .ready(let token, let interest):
                    let handler = table.withLockedValue { $0.handlers[token] }
                    handler?(interest)
                }
            }
            runTimers()
        }
    }

    /// A few rounds, since one job often leads to the next, and then the sockets get their turn.
    private func runItems(_ items: inout [Item]) {
        for _ in 0..<16 {
            inbox.withLockedValue { swap(&$0.items, &items) }
            if items.isEmpty { return }
            for item in items {
                switch item {
                case .job(let job):
                    job.runSynchronously(
                        isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
                case .work(let work): work()
                }
            }
            items.removeAll(keepingCapacity: true)
        }
    }

    private func timeToNextTimer() -> Duration? {
        table.withLockedValue({ $0.timers.next }).map { max($0 - .now, .zero) }
    }

    private func runTimers() {
        guard let next = table.withLockedValue({ $0.timers.next }) else { return }
        let now = Instant.now
        guard next <= now else { return }
        while let work = table.withLockedValue({ $0.timers.pop(due: now) }) { work() }
    }
}
