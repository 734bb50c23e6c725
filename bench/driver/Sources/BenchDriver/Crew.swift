import NIOCore

/// Puts the closed-loop publishers beside their sockets.
struct Crew: Sendable {
    let hall: Hall
    /// One for each event loop.
    let tallies: [NIOLoopBound<PublisherTally>]

    /// Publishers that use their sockets.
    func add(template: MessageTemplate) async throws {
        for (publisher, number) in hall.seating.publishers.enumerated() {
            let (audience, tally) = home(of: number)
            try await tally.eventLoop.submit {
                let member = audience.value.member(number)
                let publisher = SocketPublisher(publisher, member: member, template: template, tally: tally.value)
                member.publisher = publisher
                tally.value.add(publisher)
            }.get()
        }
    }

    /// Publishers that send requests, and hear of them by their sockets.
    func add(publications: Publications) async throws {
        let publishers = hall.seating.publishers
        try await hall.loops.openAll(publishers.count) { publisher in
            let number = publishers.lowerBound + publisher
            let (audience, tally) = home(of: number)
            let cursor = TargetCursor(client: publisher, of: publishers.count, lines: publications.requests.count)
            _ = try await hall.loops.connect(number, to: publications.address) { channel in
                let member = audience.value.member(number)
                let publisher = HTTPPublisher(
                    publications: publications, cursor: cursor, member: member, tally: tally.value)
                let connection = HTTPConnection(client: publisher)
                try channel.pipeline.syncOperations.addHandler(connection)
                publisher.use(connection)
                member.publisher = publisher
                tally.value.add(publisher)
            }
        }
    }

    private func home(of number: Int) -> (NIOLoopBound<Audience>, NIOLoopBound<PublisherTally>) {
        (hall.audiences[number % tallies.count], tallies[number % tallies.count])
    }
}
