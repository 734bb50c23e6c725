import Logging
import NIOConcurrencyHelpers

/// Carries out what ``PipelineMachine`` decides. Everything here runs on the loop.
extension PGConnection {
    func start(_ id: UInt64, _ calls: [PGCall], _ waiter: Waiter, timeout: Duration?) {
        let deadline = timeout.map { Instant.now + $0 }
        machine.enqueue(id: id, calls: calls, tag: waiter, deadline: deadline)
        visible.withLockedValue { $0.transaction = .active }
        if let deadline { arm(deadline) }
        pump()
    }

    func startWatching() {
        guard let raw else { return }
        let descriptor = raw.socket
        let token = loop.watch(descriptor, .read) { [weak self] ready in
            self?.assumeIsolated { $0.ready(ready) }
        }
        guard let token else { return closeNow(.connectionFailed("the socket cannot be watched")) }
        watch = (token, descriptor, .read)
    }

    private func ready(_ ready: Readiness) {
        guard let raw else { return }
        let isOpen = ready.contains(.read) ? raw.consumeInput() : true
        takeResults(isOpen: isOpen)
        var notifications: [PGNotification] = []
        while let notification = self.raw?.nextNotification() { notifications.append(notification) }
        if !notifications.isEmpty { hooks.notified(notifications) }
        if !isOpen { return closeNow(lossReason()) }
        pump()
    }

    /// Sends all that may be sent and that the socket takes.
    ///
    /// A long group goes out in parts, and the loop reads what comes back between them: the server stops reading when
    /// nobody takes its answers.
    private func pump() {
        guard let raw else { return }
        var (total, statements, bytes) = (0, 0, 0)
        while let send = machine.nextSend() {
            guard perform(send, on: raw) else { return closeNow(lossReason()) }
            statements += 1
            bytes += parameters.byteCount
            if statements >= 512 || bytes >= 1 << 18 {
                guard case .done = raw.flush() else { break }
                total += statements
                (statements, bytes) = (0, 0)
                // The loop has other connections too.
                if total >= 4096 { return loop.submit { [weak self] in self?.assumeIsolated { $0.pump() } } }
            }
        }
        switch raw.flush() {
        case .done: setInterest(.read)
        case .pending: setInterest([.read, .write])
        case .failed: closeNow(lossReason())
        }
    }

    private func perform(_ send: Machine.Send, on raw: RawConnection) -> Bool {
        switch send {
        case .prepare(let server, let call):
            parameters.load(call.parameters)
            return raw.sendPrepare(name: server, sql: call.statement.sql, parameters: parameters)
        case .execute(let server, let call):
            parameters.load(call.parameters)
            return raw.sendPrepared(name: server, parameters: parameters)
        case .query(let call):
            parameters.load(call.parameters)
            return raw.sendQuery(sql: call.statement.sql, parameters: parameters)
        case .sync:
            return raw.sendSync()
        }
    }

    private func setInterest(_ interest: Readiness) {
        guard let watch, watch.interest != interest else { return }
        loop.rewatch(watch.token, descriptor: watch.descriptor, interest)
        self.watch?.interest = interest
    }

    /// Takes every result that is complete. After the end of the stream those that still lie in libpq's buffer are
    /// taken as well, since a commit may be among them; libpq follows them with an error of its own making.
    private func takeResults(isOpen: Bool) {
        while let raw, machine.awaitsAnswer, !isOpen || !raw.isBusy {
            guard let answer = nextAnswer(raw) else { return }
            switch machine.received(answer) {
            case .more: break
            case .completed(let waiter, let outcome):
                publish()
                waiter.resume(outcome)
                if machine.signal == .none { cancelAttempts = 0 }
                // A cancelled group may just have lost the neighbour it had to wait for.
                if machine.beginSignal() { signal() }
            case .ended(let error): return closeNow(error)
            case .violation(let reason):
                if isOpen { closeNow(.unsupported(reason)) }
                return
            }
        }
    }

    private func nextAnswer(_ raw: RawConnection) -> Machine.Answer? {
        guard let result = raw.nextResult() else { return .end }
        switch result.status {
        case .rows: return .rows(PGRows(result: result))
        case .sync: return .sync
        case .aborted: return .aborted
        case .failed:
            if let error = result.serverError { return .failed(error) }
            closeNow(.connectionLost(result.message))
            return nil
        case .copy:
            closeNow(.unsupported("COPY"))
            return nil
        }
    }

    /// After groups have left the machine without an answer of the server's.
    func settle() {
        publish()
        pump()
    }

    private func publish() {
        let status = machine.isIdle ? raw?.transactionStatus ?? .unknown : .active
        visible.withLockedValue { $0.transaction = status }
    }

    private func lossReason() -> PGError {
        guard let raw else { return .connectionLost("closed") }
        if let fatal = raw.lastFatal { return .connectionLost("\(fatal.sqlState) \(fatal.message)") }
        let message = raw.errorMessage
        return .connectionLost(message.isEmpty ? "the server closed the connection" : message)
    }

    /// The one way in which a connection ends.
    func closeNow(_ error: PGError) {
        guard raw != nil else { return }
        if let watch { loop.unwatch(watch.token, descriptor: watch.descriptor) }
        if let timer { loop.unschedule(timer.id) }
        (watch, timer, raw) = (nil, nil, nil)
        visible.withLockedValue { $0 = Visible(isClosed: true, transaction: .unknown) }
        logger.debug("connection closed", metadata: ["pid": "\(processID)", "reason": "\(error)"])
        for (waiter, outcome) in machine.lost(error) { waiter.resume(outcome) }
        hooks.closed(error)
    }
}
