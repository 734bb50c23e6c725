/// Cancellation and deadlines.
///
/// `PQcancel` stops whatever the server happens to run, so it may be sent only while every group in flight is to be
/// cancelled, and nothing else may be sent until it has been delivered *and* those groups have ended.
extension PipelineMachine {
    enum Cancel {
        /// It had ended already: a late cancel is normal.
        case ignore
        /// It had not been sent, and now never will be.
        case dropped(Tag)
        /// Send the signal now.
        case signal
        /// Later, when its neighbours have ended, if they end first.
        case wait
    }

    mutating func cancel(_ id: GroupID) -> Cancel {
        guard let index = groups.firstIndex(where: { $0.id == id }) else { return .ignore }
        guard index < inFlight else { return .dropped(groups.remove(at: index).tag) }
        let isNew = groups.modify(index) { group in
            defer { group.isCancelled = true }
            return !group.isCancelled
        }
        if isNew { cancelledInFlight += 1 }
        return beginSignal() ? .signal : .wait
    }

    /// True if the signal is to be sent now. Then it counts as under way until ``signalDelivered()``.
    mutating func beginSignal() -> Bool {
        guard signal == .none, cancelledInFlight > 0, cancelledInFlight == inFlight else { return false }
        signal = .sending
        return true
    }

    /// The server has got the signal, or never will. True if groups that were to be stopped still run: PostgreSQL
    /// ignores a signal that comes between two statements, so it has to be sent again after a while.
    mutating func signalDelivered() -> Bool {
        signal = .none
        return lastIsCancelled
    }

    /// True while a new group could be hit by somebody else's cancellation.
    var holdsNewGroups: Bool {
        signal == .sending || lastIsCancelled
    }

    private var lastIsCancelled: Bool { cancelledInFlight > 0 && groups[inFlight - 1].isCancelled }

    /// Makes the groups in flight end by `instant`, at the latest.
    mutating func limitInFlight(to instant: Instant) {
        for index in 0..<inFlight {
            groups.modify(index) { $0.deadline = min($0.deadline ?? instant, instant) }
        }
    }

    var nextDeadline: Instant? {
        var next: Instant?
        for index in 0..<groups.count {
            guard let deadline = groups[index].deadline else { continue }
            next = next.map { min($0, deadline) } ?? deadline
        }
        return next
    }

    enum Expiry {
        /// These had not been sent; the connection is well.
        case dropped([Tag])
        /// The server owes an answer that is overdue: give the connection up.
        case close
    }

    mutating func expire(now: Instant) -> Expiry {
        for index in 0..<inFlight {
            if let deadline = groups[index].deadline, deadline <= now { return .close }
        }
        var dropped: [Tag] = []
        var index = inFlight
        while index < groups.count {
            if let deadline = groups[index].deadline, deadline <= now {
                dropped.append(groups.remove(at: index).tag)
            } else {
                index += 1
            }
        }
        return .dropped(dropped)
    }
}
