import ArgumentParser
import NIOCore

/// Keep-alive clients in a closed loop, one request under way each.
struct HTTPCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "http", abstract: "Requests a second, and their latency.")

    @Option(help: "http://HOST:PORT; given several times, the clients take turns") var url: [String]
    @Option(help: "File with a request a line, METHOD PATH JSON; a line \"Name: value\" is a header of those below it")
    var targets: String
    @Option(help: "Connections, each with one request under way") var clients: Int
    @Option(help: "How long to measure, in seconds") var seconds: Double
    @Option(help: "How long to run before that, in seconds") var warmUp = 0.5
    @Option(help: "Event loops") var threads = 1

    func validate() throws {
        if clients < 1 || threads < 1 || seconds <= 0 || warmUp < 0 {
            throw ValidationError("clients, threads and seconds must be above 0")
        }
    }

    func run() async throws {
        try DescriptorLimit.allow(connections: clients)
        let addresses = try url.map { try Address($0, schemes: ["http"]) }
        let lines = try Targets(file: targets)
        let requests = addresses.map { lines.requests(to: $0) }
        let loops = Loops(threads: threads)
        let run = Run(on: loops.first)
        defer { run.finish() }
        let tallies = try await loops.makeLocal { HTTPTally(on: $0, run: run) }

        try await loops.openAll(clients) { [clients] number in
            let address = number % addresses.count
            let tally = tallies[number % tallies.count]
            let cursor = TargetCursor(client: number, of: clients, lines: lines.lines.count)
            _ = try await loops.connect(number, to: addresses[address]) { channel in
                let client = ClosedLoopClient(requests: requests[address], cursor: cursor, tally: tally.value)
                let connection = HTTPConnection(client: client)
                try channel.pipeline.syncOperations.addHandler(connection)
                tally.value.add(client, on: connection)
            }
        }
        _ = try await loops.all(tallies) { $0.start() }
        try await run.pause(seconds: warmUp)

        _ = try await loops.all(tallies) { $0.begin() }
        let begin = Moment.now()
        try Output.begin()
        try await run.pause(seconds: seconds)
        var counts = HTTPCounts()
        for part in try await loops.all(tallies, { $0.end() }) { counts.add(part) }
        let measured = begin.duration(until: .now())

        let stopped = try await loops.all(tallies) { $0.stopped }
        guard try await run.wait(for: stopped, seconds: 10) else {
            throw DriverError("some requests had no answer 10 s after the measured phase")
        }
        try Output.event(Figures(counts: counts, measured: measured))
    }

    private struct Figures: Encodable {
        let event = "end"
        let requests, failed: Int
        let seconds, perSecond: Double
        let latencyUs: Latencies.Summary
        let driverCpuSeconds: Double

        init(counts: HTTPCounts, measured: Moment.Duration) {
            requests = counts.requests
            failed = counts.failed
            seconds = measured.seconds
            perSecond = measured.rate(of: counts.requests)
            latencyUs = counts.latencies.summary
            driverCpuSeconds = measured.processorSeconds
        }
    }
}
