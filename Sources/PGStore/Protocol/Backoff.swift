/// How long to wait before the next attempt: a random part ("full jitter") of a span that doubles with each failure, so
/// that many clients of a server that returns do not all come at once.
struct Backoff: Sendable {
    var base: Duration = .milliseconds(50)
    var limit: Duration = .milliseconds(500)
    private(set) var failures = 0

    mutating func next(using generator: inout some RandomNumberGenerator) -> Duration {
        let span = min(base * (1 << min(failures, 16)), limit)
        failures += 1
        return span * Double.random(in: 0.2...1, using: &generator)
    }

    mutating func next() -> Duration {
        var generator = SystemRandomNumberGenerator()
        return next(using: &generator)
    }

    mutating func reset() { failures = 0 }
}
