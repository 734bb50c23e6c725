import NIOConcurrencyHelpers
import NIOCore

/// Tells when the listener listens for the first time.
final class FirstResumption: Sendable {
    private enum State {
        case awaited([EventLoopPromise<Void>])
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
        for promise in promises { promise.succeed() }
    }

    /// Waits until it has happened, at most so long.
    func wait(atMost time: TimeAmount, on loop: any EventLoop) async throws {
        let promise = loop.makePromise(of: Void.self)
        let hasHappened = state.withLockedValue { state in
            guard case .awaited(let promises) = state else { return true }
            state = .awaited(promises + [promise])
            return false
        }
        if hasHappened { promise.succeed() }
        let timeout = loop.scheduleTask(in: time) { promise.succeed() }
        try await promise.futureResult.get()
        timeout.cancel()
    }
}
