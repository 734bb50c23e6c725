import ArgumentParser
import NIOCore

/// Publications at even distances whatever the answers, and when each reached each subscriber.
struct LatencyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "latency", abstract: "Latency from a publication to its delivery at every subscriber.")

    @OptionGroup var audience: AudienceOptions
    @Option(help: "Publications a second") var rate: Double
    @Option(help: "How long to publish, in seconds") var seconds: Double
    @Option(help: "File to write: for each delivery three little-endian Int64: key, sent, delivered (ns since 1970)")
    var samples: String

    func validate() throws {
        if rate <= 0 || seconds <= 0 || Int(rate * seconds) < 1 {
            throw ValidationError("rate and seconds must be above 0, and make one publication at least")
        }
        if audience.publish == .socket, audience.publishers > 1, audience.threads > 1 {
            throw ValidationError("several publishers that use their sockets must share one event loop: --threads 1")
        }
    }

    func run() async throws {
        let isHTTP = audience.publish == .http
        let seating = try audience.seating(publishers: isHTTP ? 0 : audience.publishers)
        if isHTTP, seating.roomCount > 1 {
            throw ValidationError("with --publish http all subscribers must be in one room: take {n} out of --url")
        }
        try DescriptorLimit.allow(connections: seating.addresses.count + (isHTTP ? audience.publishers : 0))
        let loops = Loops(threads: audience.threads)
        let run = Run(on: loops.first)
        defer { run.finish() }
        let count = Int(rate * seconds)
        let template = isHTTP ? nil : try MessageTemplate(audience.message)
        let publications = isHTTP ? try audience.publications() : nil
        try publications?.checkDistinct(count)

        let hall = try await audience.openHall(loops: loops, run: run, seating: seating)
        let timetable = Timetable(
            rate: rate, keys: publications.map { Array($0.keys.prefix(count)) } ?? Tag.counted(count))
        let publisher: NIOLoopBound<any TimedPublisher>
        if let publications {
            publisher = try await TimedHTTPPublisher.open(audience.publishers, publications, loops: loops, run: run)
        } else if let template {
            try await hall.waitUntilJoined(template: template)
            publisher = try await TimedSocketPublisher.make(in: hall, template: template)
        } else {
            preconditionFailure("there are two ways to publish")
        }
        try await measure(hall, timetable, publisher)
    }

    private func measure(
        _ hall: Hall, _ timetable: Timetable, _ publisher: NIOLoopBound<any TimedPublisher>
    ) async throws {
        let loops = hall.loops
        let count = timetable.keys.count
        _ = try await loops.all(hall.audiences) { $0.noteArrivals(publications: count) }
        let offset = Clock.offsetToRealTime()
        let begin = Moment.now()
        try Output.begin()
        let finished = try await publisher.eventLoop.submit {
            Timer(timetable, publisher: publisher.value, on: publisher.eventLoop).start()
        }.get()
        let done = try await hall.run.wait(for: [finished.map { _ in }], seconds: seconds + 10)
        guard done else { throw DriverError("10 s after the last publication some had no answer") }
        let measured = begin.duration(until: .now())

        let sent = try await finished.get()
        let answered = try await publisher.eventLoop.submit { publisher.value.answered }.get()
        let verdict = try await hall.settle(published: perRoom(hall.seating, keys: timetable.keys))
        let deliveries = Deliveries(keys: timetable.keys, sent: sent.times, parts: try await hall.arrivals())
        try deliveries.write(to: samples, offset: offset)
        try Output.event(
            Figures(
                published: count, deliveries: deliveries.count, verdict: verdict, measured: measured,
                latencies: deliveries.latencies, answered: answered, late: sent.late))
        try await hall.close()
        try verdict.check()
    }

    /// Requests reach the one room that there is; the publishers' sockets take turns.
    private func perRoom(_ seating: Seating, keys: [Int64]) -> [Messages] {
        var perRoom = Array(repeating: Messages(), count: seating.roomCount)
        for (turn, key) in keys.enumerated() {
            let publishers = seating.publishers
            let room = publishers.isEmpty ? 0 : seating.rooms[publishers.lowerBound + turn % publishers.count]
            perRoom[room].add(key: key)
        }
        return perRoom
    }

    private struct Figures: Encodable {
        let event = "end"
        let published, deliveries, missing, surplus, lost: Int
        let seconds: Double
        let latencyUs, answeredUs, lateUs: Latencies.Summary
        let driverCpuSeconds: Double

        init(
            published: Int, deliveries: Int, verdict: Verdict, measured: Moment.Duration, latencies: Latencies,
            answered: Latencies, late: Latencies
        ) {
            self.published = published
            self.deliveries = deliveries
            missing = verdict.missing
            surplus = verdict.surplus
            lost = verdict.lost
            seconds = measured.seconds
            latencyUs = latencies.summary
            answeredUs = answered.summary
            lateUs = late.summary
            driverCpuSeconds = measured.processorSeconds
        }
    }
}
