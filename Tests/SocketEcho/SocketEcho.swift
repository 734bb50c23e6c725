import ArgumentParser
import Glibc
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOPosix
import Relay
import ServiceLifecycle

/// A WebSocket server that sends back every message, for conformance tests and measurements.
@main
struct SocketEcho: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "socket-echo", abstract: "Send back every WebSocket message, on paths that begin with /ws/.")

    @Option(help: "0: any free one.") var port = 0
    @Option(help: "The most bytes of a message.") var messageLimit = 32 << 20
    @Option(help: "The most bytes that wait for a client.") var outboxLimit = 128 << 20

    func run() async throws {
        let channel = SocketChannel(
            responder: { _, _ in Response(status: .upgradeRequired) },
            admission: EchoAdmission(),
            limits: SocketLimits(messageBytes: messageLimit, outboxBytes: outboxLimit))
        try await channel.server(
            configuration: ServerConfiguration(address: .hostname("127.0.0.1", port: port), backlog: 1_024),
            onServerRunning: { channel in
                print("listening on \(channel.localAddress?.port ?? 0)")
                fflush(nil)
            },
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            logger: Logger(label: "socket-echo", factory: { _ in SwiftLogNoOpLogHandler() })
        ).run()
    }
}
