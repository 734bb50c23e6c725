import ArgumentParser

/// Puts load on a server and says what it measured, as JSON lines on standard output: `{"event":"begin"}` when the
/// measured phase begins, then one `{"event":"end", ...}` with the figures. What went wrong goes to standard error.
@main
struct BenchDriver: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench-driver", abstract: "Puts load on a server by HTTP and WebSocket, and measures it.",
        subcommands: [HTTPCommand.self, FanoutCommand.self, LatencyCommand.self, IdleCommand.self])
}
