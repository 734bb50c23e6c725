import NIOConcurrencyHelpers
import NIOCore

/// Tells when the listener listens for the first time.
final class FirstResumption: Sendable {
    private enum State {
        case awaited([EventLoopPromise<Bool>])
        case happened
    }

    private let state = NIOLockedValueBox(State.awaited([]))

    /// It listens.
    func happened() {
        let promises = state.withLockedValue { state in
            defer { state = .happened }
            if case .awaited(let promises) = state { return promises }
            return []
        }
        for promise in promises { promise.succeed(true) }
    }

    /// Waits until it has happened, at most so long; false: it has not.
    func wait(atMost time: TimeAmount, on loop: any EventLoop) async throws -> Bool {
        let promise = loop.makePromise(of: Bool.self)
        let hasHappened = state.withLockedValue { state in
            guard case .awaited(let promises) = state else { return true }
            state = .awaited(promises + [promise])
            return false
        }
        if hasHappened { promise.succeed(true) }
        let timeout = loop.scheduleTask(in: time) { promise.succeed(false) }
        defer { timeout.cancel() }
        return try await promise.futureResult.get()
    }
}
