import NIOConcurrencyHelpers

/// What a listener tells.
public enum PGListenerEvent: Sendable, Hashable {
    /// Listening begins, or has begun again after a gap: whatever changed until now has to be read, and whatever changes
    /// from now on will be told.
    case resumed
    /// - Parameter processID: Of the server process that sent it.
    case notification(channel: String, payload: String, processID: Int32)

    init(_ notification: PGNotification) {
        self = .notification(
            channel: notification.channel, payload: notification.payload, processID: notification.processID)
    }
}

/// A listener's events, in the order in which PostgreSQL sent them, and in groups: each is all that has come since the
/// last one was taken. Has one consumer.
public struct PGListenerEvents: AsyncSequence, Sendable {
    public typealias Element = [PGListenerEvent]
    public typealias Failure = Never

    let channel: EventChannel

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(channel: channel) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let channel: EventChannel

        /// Nil when the task is cancelled.
        public mutating func next() async -> [PGListenerEvent]? { await channel.next() }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> [PGListenerEvent]? {
            await channel.next(isolation: actor)
        }
    }
}

/// A bounded buffer between a connection and the one who consumes its events.
final class EventChannel: Sendable {
    private typealias Waiter = CheckedContinuation<[PGListenerEvent]?, Never>

    private struct State: Sendable {
        var buffer: EventBuffer
        var waiter: Waiter?

        /// Whoever waits, with what there is for it.
        mutating func handOver() -> (waiter: Waiter, events: [PGListenerEvent])? {
            guard !buffer.isEmpty, let waiter = waiter.take() else { return nil }
            return (waiter, buffer.takeAll())
        }
    }

    private let state: NIOLockedValueBox<State>

    init(limit: Int) { state = NIOLockedValueBox(State(buffer: EventBuffer(limit: limit))) }

    /// How often the consumer was too slow.
    var overflows: Int { state.withLockedValue { $0.buffer.overflows } }

    func append(_ events: [PGListenerEvent]) {
        let due = state.withLockedValue { state in
            for event in events { state.buffer.append(event) }
            return state.handOver()
        }
        due?.waiter.resume(returning: due?.events)
    }

    func next(isolation: isolated (any Actor)? = #isolation) async -> [PGListenerEvent]? {
        if Task.isCancelled { return nil }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let due = state.withLockedValue { state in
                    precondition(state.waiter == nil, "a listener's events have one consumer")
                    state.waiter = continuation
                    return state.handOver()
                }
                due?.waiter.resume(returning: due?.events)
                // The handler may have looked for the waiter before it was there.
                if Task.isCancelled { cancel() }
            }
        } onCancel: {
            cancel()
        }
    }

    private func cancel() {
        let waiter = state.withLockedValue { $0.waiter.take() }
        waiter?.resume(returning: nil)
    }
}
