import Logging

/// Cancellation and deadlines, carried out.
extension PGConnection {
    func cancel(_ id: UInt64) {
        guard raw != nil else { return }
        switch machine.cancel(id) {
        case .ignore, .wait: break
        case .dropped(let waiter):
            waiter.resume(.failure(.cancelled))
            settle()
        case .signal: signal()
        }
    }

    /// Has the server stop what is in flight.
    func signal() {
        guard let cancelHandle else {
            return closeNow(.connectionLost("it cannot be cancelled"))
        }
        if cancelAttempts == 0 {
            // A server that does not even take the signal is not to hold up a task that wants to end.
            let limit = Instant.now + (configuration.queryTimeout ?? .milliseconds(2500))
            machine.limitInFlight(to: limit)
            arm(limit)
        }
        cancelAttempts += 1
        let (loop, logger) = (loop, logger)
        Blocking.run { [weak self] in
            if let reason = cancelHandle.send() { logger.debug("cancel request failed: \(reason)") }
            loop.submit { [weak self] in self?.assumeIsolated { $0.signalDelivered() } }
        }
    }

    private func signalDelivered() {
        guard raw != nil else { return }
        if machine.signalDelivered() {
            let pause = Duration.milliseconds(min(20 << min(cancelAttempts, 5), 500))
            _ = loop.schedule(at: .now + pause) { [weak self] in
                self?.assumeIsolated { if $0.raw != nil, $0.machine.beginSignal() { $0.signal() } }
            }
        } else {
            cancelAttempts = 0
        }
        settle()
    }

    /// Makes sure that the timer goes off at `deadline` or before.
    func arm(_ deadline: Instant) {
        if let timer {
            if timer.at <= deadline { return }
            loop.unschedule(timer.id)
        }
        let id = loop.schedule(at: deadline) { [weak self] in
            self?.assumeIsolated { $0.timerFired() }
        }
        timer = (id, deadline)
    }

    private func timerFired() {
        timer = nil
        guard raw != nil else { return }
        switch machine.expire(now: .now) {
        case .close: closeNow(.timeout)
        case .dropped(let waiters):
            for waiter in waiters { waiter.resume(.failure(.timeout)) }
            settle()
        }
        if raw != nil, let next = machine.nextDeadline { arm(next) }
    }
}
