/// One listening connection's life, from `LISTEN` to its end.
struct ListenMachine {
    enum Action: Equatable {
        case deliver([PGListenerEvent])
        /// `NOTIFY` ourselves, with this payload.
        case check(payload: String)
        case giveUp(String)
        case ignore
    }

    private enum State {
        /// `LISTEN` has been sent. What comes before its answer is handed on after `.resumed`.
        case subscribing(held: [PGListenerEvent], bytes: Int)
        case listening(awaitedCheck: String?)
        case ended
    }

    /// Nobody else sends to this channel: its notifications are our own, and not handed on.
    let checkChannel: String
    private let heldLimit: Int
    private var state = State.subscribing(held: [], bytes: 0)
    private var checks = 0

    init(checkChannel: String, heldLimit: Int) {
        self.checkChannel = checkChannel
        self.heldLimit = heldLimit
    }

    var isListening: Bool {
        if case .listening = state { true } else { false }
    }

    mutating func subscribed() -> Action {
        guard case .subscribing(let held, _) = state else { return .ignore }
        state = .listening(awaitedCheck: nil)
        return .deliver([.resumed] + held)
    }

    /// - Parameter notifications: What one read brought.
    mutating func notified(_ notifications: [PGNotification]) -> Action {
        var events: [PGListenerEvent] = []
        events.reserveCapacity(notifications.count)
        for notification in notifications {
            if notification.channel != checkChannel {
                events.append(PGListenerEvent(notification))
            } else if case .listening(awaitedCheck: notification.payload) = state {
                state = .listening(awaitedCheck: nil)
            }
        }
        switch state {
        case .ended: return .ignore
        case .subscribing(let held, let bytes):
            let size = events.reduce(bytes) { $0 + $1.byteCount }
            // `.resumed` stands for what had to be dropped.
            state = size > heldLimit ? .subscribing(held: [], bytes: 0) : .subscribing(held: held + events, bytes: size)
            return .ignore
        case .listening: return events.isEmpty ? .ignore : .deliver(events)
        }
    }

    /// Time for a self-check.
    mutating func tick() -> Action {
        guard case .listening(let awaited) = state else { return .ignore }
        if awaited != nil { return giveUp("its own notification did not come back") }
        checks += 1
        state = .listening(awaitedCheck: "\(checks)")
        return .check(payload: "\(checks)")
    }

    mutating func lost(_ reason: String) -> Action { giveUp(reason) }

    private mutating func giveUp(_ reason: String) -> Action {
        if case .ended = state { return .ignore }
        state = .ended
        return .giveUp(reason)
    }
}
