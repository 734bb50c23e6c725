import NIOCore

/// The sockets of one event loop, and what they have heard. Lives on that loop.
final class Audience {
    let run: Run
    let scanner: KeyScanner
    /// Keys below this are of probes.
    let firstCounted: Int64
    /// Done when each socket has heard a probe.
    let joined: EventLoopFuture<Void>
    /// Done when each socket has heard all that was published, or is lost.
    let caughtUp: EventLoopFuture<Void>
    private(set) var members: [Member] = []
    private(set) var lost = 0
    /// Set where each arrival is noted, not only counted.
    private(set) var arrivals: Arrivals?

    private let joinedPromise, caughtUpPromise: EventLoopPromise<Void>
    private var unjoined = 0
    private var behind = 0
    private var isDraining = false

    init(on loop: any EventLoop, run: Run, key: String, firstCounted: Int64) {
        self.run = run
        self.scanner = KeyScanner(key: key)
        self.firstCounted = firstCounted
        joinedPromise = loop.makePromise()
        joined = joinedPromise.futureResult
        caughtUpPromise = loop.makePromise()
        caughtUp = caughtUpPromise.futureResult
    }

    func add(_ member: Member) { members.append(member) }

    func member(_ number: Int) -> Member {
        guard let member = members.first(where: { $0.number == number }) else {
            preconditionFailure("no socket \(number)")
        }
        return member
    }

    /// Expects a probe at each socket of these rooms.
    func expectProbes(in rooms: Set<Int>) {
        for member in members where rooms.contains(member.room) {
            member.awaitsProbe = true
            unjoined += 1
        }
        if unjoined == 0 { joinedPromise.succeed() }
    }

    func memberJoined() {
        unjoined -= 1
        if unjoined == 0 { joinedPromise.succeed() }
    }

    func heard(_ key: Int64) { arrivals?.note(key: key, at: Clock.now()) }

    /// Notes each arrival from now on, of so many publications.
    func noteArrivals(publications: Int) {
        arrivals = Arrivals(reserving: min(publications * members.count, 1 << 24))
    }

    /// How many messages have been heard by now.
    func deliveries() -> Int { members.reduce(0) { $0 + $1.received.count } }

    /// Says what was published in each room.
    func drain(published: [Messages]) {
        isDraining = true
        for member in members {
            member.due = published[member.room]
            if !member.isLost, isBehind(member) { behind += 1 }
        }
        if behind == 0 { caughtUpPromise.succeed() }
    }

    func memberCaughtUp() {
        behind -= 1
        if behind == 0 { caughtUpPromise.succeed() }
    }

    func memberLost(_ member: Member, _ problem: DriverError) {
        if lost == 0 { Output.complain(problem.description) }
        lost += 1
        if isDraining, isBehind(member) { memberCaughtUp() }
    }

    private func isBehind(_ member: Member) -> Bool { member.received.count < member.due?.count ?? 0 }

    /// After the drain.
    func verdict() -> Verdict {
        var verdict = Verdict(lost: lost)
        for member in members {
            guard let due = member.due else { preconditionFailure("a verdict needs a drain") }
            let surplus = member.received.count - due.count
            verdict.missing += max(-surplus, 0)
            verdict.surplus += max(surplus, 0)
            if surplus == 0, member.received != due { verdict.mixed += 1 }
        }
        return verdict
    }

    /// Has each publisher whose socket is here publish a probe.
    func probe(_ template: MessageTemplate, firstPublisher: Int) {
        var template = template
        for member in members where member.number >= firstPublisher {
            member.connection?.send(template.frame(tag: Tag.probe(publisher: member.number - firstPublisher)))
        }
    }

    /// Closes the sockets. Done when each is closed.
    func close() -> EventLoopFuture<Void> {
        EventLoopFuture.andAllSucceed(members.compactMap { $0.connection?.close() }, on: joined.eventLoop)
    }
}

/// Deliveries in the order in which they came: the key of each and when it came (`Clock.now()`).
struct Arrivals: Sendable {
    private(set) var keys: [Int64] = []
    private(set) var times: [Int64] = []

    /// - Parameter count: How many there will be, so that noting them allocates nothing.
    init(reserving count: Int) {
        keys.reserveCapacity(count)
        times.reserveCapacity(count)
    }

    mutating func note(key: Int64, at time: Int64) {
        keys.append(key)
        times.append(time)
    }
}
