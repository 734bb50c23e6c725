/// Connecting: one attempt per host of the connection string, in order, within one time limit for all.
///
/// libpq goes through the hosts by itself, but would spend the whole limit on a first one that swallows packets. So every
/// host is an attempt of its own, with its share of the time that is left.
struct ConnectMachine {
    typealias Instant = ContinuousClock.Instant

    enum Action: Equatable {
        /// Begin with this host, and call ``timedOut(attempt:now:)`` at the deadline.
        case start(host: Int, deadline: Instant)
        case wait(Readiness)
        case poll
        case finished
        case fail(PGError)
        case ignore
    }

    private enum State {
        case trying(host: Int, deadline: Instant)
        case done
    }

    private let hosts: Int
    private let deadline: Instant
    private var state = State.done
    private var failures: [String] = []

    init(hosts: Int, deadline: Instant) {
        self.hosts = hosts
        self.deadline = deadline
    }

    mutating func begin(now: Instant) -> Action { tryHost(0, now: now) }

    private mutating func tryHost(_ host: Int, now: Instant) -> Action {
        guard host < hosts, now < deadline else {
            state = .done
            return .fail(.connectionFailed(failures.joined(separator: "; ")))
        }
        let share = now + (deadline - now) / (hosts - host)
        state = .trying(host: host, deadline: share)
        return .start(host: host, deadline: share)
    }

    /// A step of the attempt with `host` has ended.
    mutating func polled(_ outcome: ConnectStep, attempt host: Int, now: Instant) -> Action {
        guard case .trying(host, _) = state else { return .ignore }
        switch outcome {
        case .reading: return .wait(.read)
        case .writing: return .wait(.write)
        case .connected:
            state = .done
            return .finished
        case .failed(let message):
            failures.append(message)
            return tryHost(host + 1, now: now)
        }
    }

    /// The socket of the attempt with `host` is ready.
    mutating func ready(attempt host: Int) -> Action {
        guard case .trying(host, _) = state else { return .ignore }
        return .poll
    }

    mutating func timedOut(attempt host: Int, now: Instant) -> Action {
        guard case .trying(host, _) = state else { return .ignore }
        failures.append("no answer in time")
        return tryHost(host + 1, now: now)
    }

    mutating func cancel() -> Action {
        guard case .trying = state else { return .ignore }
        state = .done
        return .fail(.cancelled)
    }
}
