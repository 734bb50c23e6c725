/// Publishes by its own socket: a message with a tag, and the next one when that tag has come back.
final class SocketPublisher: Publisher {
    private let member: Member
    private let tally: PublisherTally
    private var template: MessageTemplate
    private var tag: Int64
    private var sent: Int64 = 0

    /// - Parameter publisher: Its number among the publishers.
    init(_ publisher: Int, member: Member, template: MessageTemplate, tally: PublisherTally) {
        self.member = member
        self.template = template
        self.tally = tally
        tag = Tag.first(publisher: publisher)
    }

    func start() {
        member.awaitedKey = tag
        sent = Clock.now()
        member.connection?.send(template.frame(tag: tag))
    }

    func arrived() {
        let heard = tag
        tag += 1
        if tally.publishes(after: heard, in: member.room, nanoseconds: Clock.now() - sent) { start() }
    }
}
