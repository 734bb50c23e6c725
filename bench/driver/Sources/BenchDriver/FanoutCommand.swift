import ArgumentParser
import NIOCore

/// Publishers in a closed loop, and subscribers that count what reaches them.
struct FanoutCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fanout", abstract: "Deliveries a second to WebSocket subscribers.")

    @OptionGroup var audience: AudienceOptions
    @Option(help: "How long to measure, in seconds") var seconds: Double
    @Option(help: "How long to run before that, in seconds") var warmUp = 0.5

    func validate() throws {
        if seconds <= 0 || warmUp < 0 { throw ValidationError("seconds must be above 0") }
    }

    func run() async throws {
        let seating = try audience.seating(publishers: audience.publishers)
        let isHTTP = audience.publish == .http
        try DescriptorLimit.allow(connections: seating.addresses.count + (isHTTP ? audience.publishers : 0))
        let loops = Loops(threads: audience.threads)
        let run = Run(on: loops.first)
        defer { run.finish() }
        let template = isHTTP ? nil : try MessageTemplate(audience.message)
        let publications = isHTTP ? try audience.publications() : nil
        try publications?.checkKeys(publishers: audience.publishers)

        let hall = try await audience.openHall(loops: loops, run: run, seating: seating)
        let tallies = try await loops.makeLocal { PublisherTally(on: $0, run: run, rooms: seating.roomCount) }
        let crew = Crew(hall: hall, tallies: tallies)
        if let template {
            try await hall.waitUntilJoined(template: template)
            try await crew.add(template: template)
        }
        if let publications { try await crew.add(publications: publications) }
        let (figures, verdict) = try await measure(hall, tallies)
        try Output.event(figures)
        try await hall.close()
        try verdict.check()
    }

    private func measure(
        _ hall: Hall, _ tallies: [NIOLoopBound<PublisherTally>]
    ) async throws -> (Figures, Verdict) {
        let loops = hall.loops
        _ = try await loops.all(tallies) { $0.start() }
        try await hall.run.pause(seconds: warmUp)

        let publishedBefore = try await loops.all(tallies) { $0.begin() }.reduce(0, +)
        let deliveriesBefore = try await hall.deliveries()
        let begin = Moment.now()
        try Output.begin()
        try await hall.run.pause(seconds: seconds)
        let deliveries = try await hall.deliveries() - deliveriesBefore
        let measured = begin.duration(until: .now())
        var published = -publishedBefore
        var latencies = Latencies()
        for part in try await loops.all(tallies, { $0.end() }) {
            published += part.total
            latencies.add(part.latencies)
        }

        guard try await hall.run.wait(for: try await loops.all(tallies) { $0.stopped }, seconds: 10) else {
            throw DriverError("10 s after the measured phase some publishers had not heard their own last message")
        }
        var perRoom = Array(repeating: Messages(), count: hall.seating.roomCount)
        for part in try await loops.all(tallies, { $0.published }) {
            for (room, messages) in part.enumerated() { perRoom[room].add(messages) }
        }
        let verdict = try await hall.settle(published: perRoom)
        let figures = Figures(
            published: published, deliveries: deliveries, verdict: verdict, measured: measured, latencies: latencies)
        return (figures, verdict)
    }

    private struct Figures: Encodable {
        let event = "end"
        let published, deliveries, missing, surplus, lost: Int
        let seconds, deliveriesPerSecond: Double
        let latencyUs: Latencies.Summary
        let driverCpuSeconds: Double

        init(
            published: Int, deliveries: Int, verdict: Verdict, measured: Moment.Duration, latencies: Latencies
        ) {
            self.published = published
            self.deliveries = deliveries
            missing = verdict.missing
            surplus = verdict.surplus
            lost = verdict.lost
            seconds = measured.seconds
            deliveriesPerSecond = measured.rate(of: deliveries)
            latencyUs = latencies.summary
            driverCpuSeconds = measured.processorSeconds
        }
    }
}
