import ArgumentParser
import NIOCore
import NIOPosix

#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// WebSockets that are there and say nothing.
struct IdleCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "idle", abstract: "Holds WebSockets open until standard input ends.")

    @Option(help: "ws://HOST:PORT/PATH; may hold {n}, {n%K} and {n%K+A}, n from 0") var url: String
    @Option(help: "How many to hold") var connections: Int
    @Option(help: "Text of the message with which a socket is taken as open (default: the handshake is enough)")
    var ready = ""
    @Option(help: "Event loops") var threads = 1

    func validate() throws {
        if connections < 1 || threads < 1 { throw ValidationError("connections and threads must be above 0") }
    }

    func run() async throws {
        try DescriptorLimit.allow(connections: connections)
        let template = try URLTemplate(url)
        let seating = try Seating(subscribers: connections, at: template, publishers: 0, at: template)
        let loops = Loops(threads: threads)
        let run = Run(on: loops.first)
        defer { run.finish() }
        let hall = try await Hall(loops: loops, run: run, seating: seating, key: "tag", firstCounted: 0, ready: ready)
        try Output.begin()
        try await waitForEndOfInput()
        let lost = try await loops.all(hall.audiences) { $0.lost }.reduce(0, +)
        try await hall.close()
        try Output.event(Figures(connections: connections, lost: lost))
        if lost > 0 { throw DriverError("the server closed \(lost) of the sockets") }
    }

    private func waitForEndOfInput() async throws {
        try await NIOThreadPool.singleton.runIfActive {
            var byte: UInt8 = 0
            while true {
                let count = read(STDIN_FILENO, &byte, 1)
                if count == 0 { return }
                if count < 0, errno != EINTR {
                    throw DriverError("cannot read standard input: \(String(cString: strerror(errno)))")
                }
            }
        }
    }

    private struct Figures: Encodable {
        let event = "end"
        let connections, lost: Int
    }
}
