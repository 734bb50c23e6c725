/// One connection's pipeline: groups of statements, each ended by a sync, and their answers, in order.
///
/// `Tag` is whoever waits for a group, `Rows` a statement's result; the machine knows nothing about either.
struct PipelineMachine<Tag, Rows> {
    typealias Instant = ContinuousClock.Instant
    typealias GroupID = UInt64
    typealias Outcome = Result<[Rows], PGError>

    /// What to send next.
    enum Send {
        case prepare(server: String, PGCall)
        case execute(server: String, PGCall)
        case query(PGCall)
        case sync
    }

    /// What came from the server: libpq's results, in words.
    enum Answer {
        case rows(Rows)
        case failed(PGError.ServerError)
        /// Skipped, because something before it in the group failed.
        case aborted
        /// The end of one statement's results.
        case end
        case sync
    }

    enum Progress {
        case more
        case completed(Tag, Outcome)
        /// An answer to nothing that was asked: the connection must not be used any more.
        case violation(String)
        /// The server ended the session after the last statement and before the sync.
        case ended(PGError)
    }

    struct Group {
        let id: GroupID
        let calls: [PGCall]
        let tag: Tag
        var deadline: Instant?
        var isCancelled = false
        var sent = 0
        var planned: PreparedStatements.Plan?
        var prepares = Queue<(call: Int, key: PreparedStatements.Key)>()
        var answered = 0
        var hasResult = false
        var rows: [Rows] = []
        var failure: PGError?
    }

    var groups = Queue<Group>()
    /// How many groups, from the head, have been sent whole.
    var sentWhole = 0
    /// True if the group behind those has been sent in part.
    var isPartlySent = false
    /// How many groups in flight are to be cancelled.
    var cancelledInFlight = 0
    var prepared = PreparedStatements()
    var signal = Signal.none

    /// Where a request to cancel stands.
    enum Signal { case none, sending }

    var isIdle: Bool { groups.isEmpty }
    /// True while the server owes an answer.
    var awaitsAnswer: Bool { sentWhole > 0 || isPartlySent }
    var inFlight: Int { isPartlySent ? sentWhole + 1 : sentWhole }

    mutating func enqueue(id: GroupID, calls: [PGCall], tag: Tag, deadline: Instant?) {
        var group = Group(id: id, calls: calls, tag: tag, deadline: deadline)
        group.rows.reserveCapacity(calls.count)
        groups.append(group)
    }

    /// The next thing to send; nil if there is nothing, or if sending is held back for a cancellation.
    mutating func nextSend() -> Send? {
        guard sentWhole < groups.count else { return nil }
        if !isPartlySent, holdsNewGroups { return nil }
        let send = groups.modify(sentWhole) { Self.nextSend(of: &$0, &prepared) }
        if case .sync = send {
            isPartlySent = false
            sentWhole += 1
        } else {
            isPartlySent = true
        }
        return send
    }

    private static func nextSend(of group: inout Group, _ prepared: inout PreparedStatements) -> Send {
        guard group.sent < group.calls.count else { return .sync }
        let index = group.sent
        let call = group.calls[index]
        if case .prepare(let server, _) = group.planned {
            group.planned = nil
            group.sent += 1
            return .execute(server: server, call)
        }
        switch prepared.plan(call, group: group.id) {
        case .prepare(let server, let key):
            group.planned = .prepare(server: server, key)
            group.prepares.append((index, key))
            return .prepare(server: server, call)
        case .execute(let server):
            group.sent += 1
            return .execute(server: server, call)
        case .unprepared:
            group.sent += 1
            return .query(call)
        }
    }

    /// Takes the next answer from the server.
    mutating func received(_ answer: Answer) -> Progress {
        guard awaitsAnswer else { return .violation("an answer without a question") }
        if case .sync = answer { return receivedSync() }
        return groups.modify(0) { group in
            guard group.answered < group.calls.count else {
                guard case .failed(let error) = answer else { return .violation("an answer where a sync was due") }
                // Every statement was answered, but without the sync nobody knows whether they were committed.
                return .ended(.connectionLost("\(error.sqlState) \(error.message)"))
            }
            let preparing = !group.prepares.isEmpty && group.prepares[0].call == group.answered
            switch answer {
            case .end:
                guard group.hasResult else { return .violation("a statement without a result") }
                group.hasResult = false
                if preparing { group.prepares.popFirst() } else { group.answered += 1 }
                return .more
            case _ where group.hasResult:
                return .violation("two results of one statement")
            case .rows(let rows):
                if preparing { prepared.prepared(group.prepares[0].key) } else { group.rows.append(rows) }
            case .failed(let error):
                if preparing {
                    prepared.failed(group.prepares[0].key)
                } else if Self.spoilsStatement(error) {
                    prepared.forget(group.calls[group.answered])
                }
                if group.failure == nil { group.failure = .server(error) }
            case .aborted:
                if preparing { prepared.failed(group.prepares[0].key) }
            case .sync: break
            }
            group.hasResult = true
            return .more
        }
    }

    /// True if the server has lost, or can no longer use, what was prepared: the next use must prepare it again.
    private static func spoilsStatement(_ error: PGError.ServerError) -> Bool {
        error.sqlState == .invalidStatementName || error.sqlState == .featureNotSupported
    }

    private mutating func receivedSync() -> Progress {
        guard sentWhole > 0, groups.modify(0, { $0.answered == $0.calls.count }), let group = groups.popFirst() else {
            return .violation("a sync before all answers")
        }
        sentWhole -= 1
        if group.isCancelled { cancelledInFlight -= 1 }
        guard let failure = group.failure else { return .completed(group.tag, .success(group.rows)) }
        let stopped = group.isCancelled && failure.sqlState == .queryCanceled
        return .completed(group.tag, .failure(stopped ? .cancelled : failure))
    }

    /// The connection is gone. What was sent, in part or whole, has an unknown outcome, unless the server had named an
    /// error before; what was not sent has none.
    mutating func lost(_ error: PGError) -> [(Tag, Outcome)] {
        let started = inFlight
        (sentWhole, isPartlySent, cancelledInFlight) = (0, false, 0)
        return groups.removeAll().enumerated().map { index, group in
            (group.tag, .failure(index < started ? group.failure ?? error : .closed))
        }
    }
}
