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

/// A listener's events, in the order in which PostgreSQL sent them. Has one consumer.
public struct PGListenerEvents: AsyncSequence, Sendable {
    public typealias Element = PGListenerEvent
    public typealias Failure = Never

    let channel: EventChannel

    public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(channel: channel) }

    public struct AsyncIterator: AsyncIteratorProtocol {
        let channel: EventChannel

        /// Nil when the task is cancelled.
        public mutating func next() async -> PGListenerEvent? { await channel.next() }

        public mutating func next(isolation actor: isolated (any Actor)?) async -> PGListenerEvent? {
            await channel.next(isolation: actor)
        }
    }
}

/// A bounded buffer between a connection and the one who consumes its events.
final class EventChannel: Sendable {
    private struct State: Sendable {
        var buffer: EventBuffer
        var waiter: CheckedContinuation<PGListenerEvent?, Never>?
    }

    private let state: NIOLockedValueBox<State>

    init(limit: Int) { state = NIOLockedValueBox(State(buffer: EventBuffer(limit: limit))) }

    /// How often the consumer was too slow.
    var overflows: Int { state.withLockedValue { $0.buffer.overflows } }

    func append(_ events: [PGListenerEvent]) {
        let (waiter, event) = state.withLockedValue { state in
            for event in events { state.buffer.append(event) }
            guard let waiter = state.waiter, let event = state.buffer.popFirst() else {
                return (CheckedContinuation<PGListenerEvent?, Never>?.none, PGListenerEvent?.none)
            }
            state.waiter = nil
            return (waiter, event)
        }
        waiter?.resume(returning: event)
    }

    func next(isolation: isolated (any Actor)? = #isolation) async -> PGListenerEvent? {
        if !Task.isCancelled, let event = state.withLockedValue({ $0.buffer.popFirst() }) { return event }
        return await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let event: PGListenerEvent?? = state.withLockedValue { state in
                    if Task.isCancelled { return .some(nil) }
                    if let event = state.buffer.popFirst() { return event }
                    precondition(state.waiter == nil, "a listener's events have one consumer")
                    state.waiter = continuation
                    return nil
                }
                if let event { continuation.resume(returning: event) }
            }
        } onCancel: {
            let waiter = state.withLockedValue { state in
                defer { state.waiter = nil }
                return state.waiter
            }
            waiter?.resume(returning: nil)
        }
    }
}
