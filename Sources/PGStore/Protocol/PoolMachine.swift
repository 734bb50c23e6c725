/// A bounded pool: who has which connection, and who is next.
///
/// Waiters are served first come, first served, and nobody overtakes them. `Connection` and `Waiter` are opaque here.
struct PoolMachine<Connection: Sendable, Waiter: Sendable>: Sendable {
    typealias Instant = ContinuousClock.Instant
    typealias ConnectionID = UInt64
    typealias WaiterID = UInt64

    enum Action: Sendable {
        case connect(ConnectionID)
        case lease(Waiter, ConnectionID, Connection)
        case fail(Waiter, PGError)
        case close(Connection)
        /// Roll back what its user left open, then call ``reset(_:isClean:)``.
        case reset(ConnectionID, Connection)
        /// Call ``retry()`` after this long.
        case retry(after: Duration)
        /// Every connection is closed, and none will be made again.
        case drained
    }

    enum Slot: Sendable {
        case requested
        case connecting
        case idle(Connection)
        case leased(Connection, isAlive: Bool)
        case resetting(Connection)
        /// Until it says itself that it is closed.
        case closing

        var isComing: Bool {
            switch self {
            case .requested, .connecting: true
            case .idle, .leased, .resetting, .closing: false
            }
        }

        var isInUse: Bool {
            switch self {
            case .leased, .resetting: true
            case .requested, .connecting, .idle, .closing: false
            }
        }
    }

    private struct Waiting: Sendable {
        let waiter: Waiter
        let deadline: Instant
    }

    let maximumConnections: Int
    let maximumWaiters: Int
    private(set) var slots: [ConnectionID: Slot] = [:]
    /// The most recently used last: it is taken first, its session is warm.
    private var idle: [ConnectionID] = []
    private var waiting: [WaiterID: Waiting] = [:]
    private var order = Queue<WaiterID>()
    private var lastConnection: ConnectionID = 0
    private var backoff = Backoff()
    private var retryPending = false
    private(set) var lastFailure: String?
    private(set) var isClosed = false

    init(maximumConnections: Int, maximumWaiters: Int) {
        self.maximumConnections = maximumConnections
        self.maximumWaiters = maximumWaiters
    }

    var idleCount: Int { idle.count }
    var waitingCount: Int { waiting.count }
    var leasedCount: Int { slots.values.count { $0.isInUse } }
    var comingCount: Int { slots.values.count { $0.isComing } }

    /// A connection that is free right now, unless others were there before.
    mutating func leaseNow() -> (ConnectionID, Connection)? {
        guard waiting.isEmpty, !isClosed, let id = idle.popLast(), case .idle(let connection) = slots[id] else {
            return nil
        }
        slots[id] = .leased(connection, isAlive: true)
        return (id, connection)
    }

    mutating func wait(_ id: WaiterID, _ waiter: Waiter, deadline: Instant) -> [Action] {
        if isClosed { return [.fail(waiter, .poolClosed)] }
        if waiting.count >= maximumWaiters { return [.fail(waiter, .poolOverloaded)] }
        waiting[id] = Waiting(waiter: waiter, deadline: deadline)
        order.append(id)
        return serve()
    }

    /// A cancelled task waits no longer; it may have been served already.
    mutating func cancel(_ id: WaiterID) -> [Action] {
        guard let gone = waiting.removeValue(forKey: id) else { return [] }
        forgetGoneWaiters()
        return [.fail(gone.waiter, .cancelled)]
    }

    /// The deadline of who waits longest: all wait equally long, so it is the earliest.
    var nextDeadline: Instant? {
        mutating get {
            while !order.isEmpty, waiting[order[0]] == nil { order.popFirst() }
            return order.isEmpty ? nil : waiting[order[0]]?.deadline
        }
    }

    mutating func expire(now: Instant) -> [Action] {
        var actions: [Action] = []
        while let deadline = nextDeadline, deadline <= now, let id = order.popFirst() {
            if let gone = waiting.removeValue(forKey: id) {
                actions.append(.fail(gone.waiter, .poolTimeout(lastFailure: lastFailure)))
            }
        }
        return actions
    }

    /// False if the connection is not wanted any more.
    mutating func connecting(_ id: ConnectionID) -> Bool {
        guard case .requested = slots[id] else { return false }
        slots[id] = .connecting
        return true
    }

    mutating func connected(_ id: ConnectionID, _ connection: Connection) -> [Action] {
        backoff.reset()
        lastFailure = nil
        guard slots[id] != nil else { return [.close(connection)] }
        return becameFree(id, connection)
    }

    mutating func connectFailed(_ id: ConnectionID, _ reason: String) -> [Action] {
        slots[id] = nil
        lastFailure = reason
        if isClosed { return drainedActions() }
        if retryPending { return [] }
        retryPending = true
        return [.retry(after: backoff.next())]
    }

    mutating func retry() -> [Action] {
        retryPending = false
        return serve()
    }

    /// A borrower gives its connection back.
    mutating func release(_ id: ConnectionID, isClean: Bool) -> [Action] {
        guard case .leased(let connection, let isAlive) = slots[id] else { return [] }
        if !isAlive { return remove(id) }
        if isClean { return becameFree(id, connection) }
        slots[id] = .resetting(connection)
        return [.reset(id, connection)]
    }

    mutating func reset(_ id: ConnectionID, isClean: Bool) -> [Action] {
        guard case .resetting(let connection) = slots[id] else { return [] }
        if isClean { return becameFree(id, connection) }
        slots[id] = .closing
        return [.close(connection)]
    }

    /// A connection has ended by itself.
    mutating func lost(_ id: ConnectionID) -> [Action] {
        switch slots[id] {
        case .leased(let connection, _):
            slots[id] = .leased(connection, isAlive: false)
            return []
        case .idle, .resetting, .closing: return remove(id)
        case .requested, .connecting, nil: return []
        }
    }

    /// No new leases. Borrowed connections are closed as they come back; at the end comes `.drained`.
    mutating func close() -> [Action] {
        isClosed = true
        var actions: [Action] = []
        for waiting in order.removeAll().compactMap({ waiting[$0] }) {
            actions.append(.fail(waiting.waiter, .poolClosed))
        }
        waiting = [:]
        for (id, slot) in slots {
            switch slot {
            case .requested: slots[id] = nil
            case .idle(let connection):
                slots[id] = .closing
                actions.append(.close(connection))
            case .connecting, .leased, .resetting, .closing: break
            }
        }
        idle = []
        return actions + drainedActions()
    }

    private mutating func becameFree(_ id: ConnectionID, _ connection: Connection) -> [Action] {
        if isClosed {
            slots[id] = .closing
            return [.close(connection)]
        }
        slots[id] = .idle(connection)
        idle.append(id)
        return serve()
    }

    private mutating func remove(_ id: ConnectionID) -> [Action] {
        slots[id] = nil
        idle.removeAll { $0 == id }
        return isClosed ? drainedActions() : serve()
    }

    private func drainedActions() -> [Action] { slots.isEmpty ? [.drained] : [] }

    /// Gives free connections to those who wait, and asks for more where there are too few.
    private mutating func serve() -> [Action] {
        var actions: [Action] = []
        while nextDeadline != nil, let id = idle.last, case .idle(let connection) = slots[id],
            let waiter = order.popFirst().flatMap({ waiting.removeValue(forKey: $0) })
        {
            idle.removeLast()
            slots[id] = .leased(connection, isAlive: true)
            actions.append(.lease(waiter.waiter, id, connection))
        }
        var coming = slots.values.count { $0.isComing }
        while !retryPending, coming < waiting.count, slots.count < maximumConnections {
            lastConnection += 1
            slots[lastConnection] = .requested
            coming += 1
            actions.append(.connect(lastConnection))
        }
        return actions
    }

    private mutating func forgetGoneWaiters() {
        guard order.count > 64, order.count > waiting.count * 2 else { return }
        var rest = Queue<WaiterID>()
        for id in order.removeAll() where waiting[id] != nil { rest.append(id) }
        order = rest
    }
}
