import NIOCore

/// Publishes by the publishers' sockets in turn. They live on one event loop.
final class TimedSocketPublisher: TimedPublisher {
    let answered = Latencies()
    private let members: [Member]
    private var templates: [MessageTemplate]
    private let loop: any EventLoop

    init(members: [Member], template: MessageTemplate, loop: any EventLoop) {
        self.members = members
        self.loop = loop
        templates = members.map { _ in template }
    }

    /// The publisher for all of the hall's publishers' sockets.
    static func make(in hall: Hall, template: MessageTemplate) async throws -> NIOLoopBound<any TimedPublisher> {
        let numbers = hall.seating.publishers
        let audience = hall.audiences[numbers.lowerBound % hall.audiences.count]
        return try await audience.eventLoop.submit {
            let members = numbers.map { audience.value.member($0) }
            let publisher = TimedSocketPublisher(members: members, template: template, loop: audience.eventLoop)
            return NIOLoopBound(publisher as any TimedPublisher, eventLoop: audience.eventLoop)
        }.get()
    }

    func publish(_ publication: Int, key: Int64, sent: Int64) {
        let turn = publication % members.count
        members[turn].connection?.send(templates[turn].frame(tag: key))
    }

    func finished(_ count: Int) -> EventLoopFuture<Void> { loop.makeSucceededVoidFuture() }
}
