/// Publishes by requests: the next one when the answer to the last has come, and the message with its key too.
final class HTTPPublisher: Publisher, HTTPClient {
    private let publications: Publications
    private let member: Member
    private let tally: PublisherTally
    private var cursor: TargetCursor
    /// Until it breaks.
    private var connection: HTTPConnection<HTTPPublisher>?
    private var key: Int64 = 0
    private var sent: Int64 = 0
    private var isAnswered = true
    private var isHeard = true

    init(publications: Publications, cursor: TargetCursor, member: Member, tally: PublisherTally) {
        self.publications = publications
        self.cursor = cursor
        self.member = member
        self.tally = tally
    }

    func use(_ connection: HTTPConnection<HTTPPublisher>) { self.connection = connection }

    func start() {
        let line = cursor.next()
        isAnswered = false
        isHeard = false
        key = publications.keys[line]
        member.awaitedKey = key
        sent = Clock.now()
        connection?.send(publications.requests[line])
    }

    func arrived() {
        isHeard = true
        goOn()
    }

    func answered(status: Int, body: String, on connection: HTTPConnection<HTTPPublisher>) {
        guard (200..<300).contains(status) else {
            return tally.run.fail(DriverError("a publication was answered with \(status): \(body)"))
        }
        isAnswered = true
        goOn()
    }

    func broken(_ problem: DriverError) {
        connection = nil
        if !(tally.isStopping && isAnswered) { tally.run.fail(problem) }
    }

    private func goOn() {
        guard isAnswered, isHeard else { return }
        if tally.publishes(after: key, in: member.room, nanoseconds: Clock.now() - sent) { start() }
    }
}
