/// What became of the messages that were published.
struct Verdict: Equatable, Sendable {
    /// Sockets that the server closed.
    var lost = 0
    /// Deliveries that did not come.
    var missing = 0
    /// Deliveries that came without having been published, or twice.
    var surplus = 0
    /// Sockets that heard as many messages as were published, but not the same.
    var mixed = 0

    mutating func add(_ other: Verdict) {
        lost += other.lost
        missing += other.missing
        surplus += other.surplus
        mixed += other.mixed
    }

    /// Throws unless every socket heard every message, and each once: figures of a server that drops or doubles messages
    /// must not be taken for those of one that delivers them.
    func check() throws(DriverError) {
        let problems = [
            (lost, "the server closed \(lost) of the sockets"), (missing, "\(missing) deliveries are missing"),
            (surplus, "\(surplus) deliveries came that were not published, or came twice"),
            (mixed, "\(mixed) of the sockets heard some messages twice and others not at all"),
        ]
        let found = problems.filter { $0.0 > 0 }.map(\.1)
        if !found.isEmpty { throw DriverError(found.joined(separator: "; ")) }
    }
}
