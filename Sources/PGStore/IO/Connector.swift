import Logging

/// Carries out what ``ConnectMachine`` decides, for one connection.
actor Connector {
    private let loop: PGLoop
    private let attempts: [[String: String]]
    private let logger: Logger
    private var machine: ConnectMachine
    private var raw: RawConnection?
    private var watch: (token: UInt64, descriptor: Int32)?
    private var timer: UInt64?
    private var waiter: CheckedContinuation<Result<RawConnection, PGError>, Never>?

    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    init(_ configuration: PGConfiguration, loop: PGLoop, logger: Logger) {
        self.loop = loop
        self.logger = logger
        attempts = configuration.attempts
        machine = ConnectMachine(hosts: attempts.count, deadline: .now + configuration.connectTimeout)
    }

    /// Called once.
    func connect() async throws(PGError) -> RawConnection {
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                waiter = continuation
                perform(Task.isCancelled ? .fail(.cancelled) : machine.begin(now: .now))
            }
        } onCancel: {
            loop.submit { self.assumeIsolated { $0.perform($0.machine.cancel()) } }
        }
        return try result.get()
    }

    private func perform(_ action: ConnectMachine.Action) {
        switch action {
        case .start(let host, let deadline): start(host, deadline)
        case .wait(let interest): wait(interest)
        case .poll: poll()
        case .finished: finish(raw.map { .success($0) } ?? .failure(.connectionFailed("no connection")))
        case .fail(let error): finish(.failure(error))
        case .ignore: break
        }
    }

    private var host = 0

    private func start(_ host: Int, _ deadline: ContinuousClock.Instant) {
        forget()
        self.host = host
        timer = loop.schedule(at: deadline) { [weak self] in
            self?.assumeIsolated { $0.perform($0.machine.timedOut(attempt: host, now: .now)) }
        }
        let (loop, logger, settings) = (loop, logger, attempts[host])
        Blocking.run {
            let raw = RawConnection(settings: settings, logger: logger)
            loop.submit {
                self.assumeIsolated { $0.stepped(raw, raw?.startOutcome ?? .failed("out of memory"), attempt: host) }
            }
        }
    }

    private func poll() {
        guard let raw else { return }
        unwatch()
        let (loop, host) = (loop, host)
        self.raw = nil
        Blocking.run {
            let outcome = raw.connectPoll()
            loop.submit { self.assumeIsolated { $0.stepped(raw, outcome, attempt: host) } }
        }
    }

    private func stepped(_ raw: RawConnection?, _ outcome: ConnectStep, attempt: Int) {
        let action = machine.polled(outcome, attempt: attempt, now: .now)
        // Of an attempt that was given up meanwhile: nobody keeps it, and so it is closed.
        if action == .ignore { return }
        self.raw = raw
        perform(action)
    }

    private func wait(_ interest: Readiness) {
        guard let raw else { return }
        let (descriptor, host) = (raw.socket, host)
        let token = loop.watch(descriptor, interest) { [weak self] _ in
            self?.assumeIsolated { $0.perform($0.machine.ready(attempt: host)) }
        }
        guard let token else {
            return perform(machine.polled(.failed("the socket cannot be watched"), attempt: host, now: .now))
        }
        watch = (token, descriptor)
    }

    private func unwatch() {
        if let watch { loop.unwatch(watch.token, descriptor: watch.descriptor) }
        watch = nil
    }

    private func forget() {
        unwatch()
        if let timer { loop.unschedule(timer) }
        timer = nil
        raw = nil
    }

    private func finish(_ result: Result<RawConnection, PGError>) {
        forget()
        waiter?.resume(returning: result)
        waiter = nil
    }
}
