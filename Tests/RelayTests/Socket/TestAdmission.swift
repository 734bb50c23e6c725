import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1

@testable import Relay

/// Admits what a test says, and hands every opened socket to it.
struct TestAdmission: SocketAdmission {
    typealias Decision = @Sendable (HTTPRequestHead, any EventLoop) -> EventLoopFuture<Bool>

    let decide: Decision
    let opened: @Sendable (Socket) -> any SocketDelegate

    init(
        _ decide: @escaping Decision = { $1.makeSucceededFuture(true) },
        opened: @escaping @Sendable (Socket) -> any SocketDelegate = { EchoOwner($0) }
    ) {
        (self.decide, self.opened) = (decide, opened)
    }

    static let refusing = TestAdmission { $1.makeSucceededFuture(false) }

    func admit(_ head: HTTPRequestHead, on loop: any EventLoop) -> EventLoopFuture<(any SocketOpener)?> {
        decide(head, loop).map { $0 ? Opener(opened: opened) : nil }
    }

    private struct Opener: SocketOpener {
        let opened: @Sendable (Socket) -> any SocketDelegate
        func open(_ socket: Socket) -> any SocketDelegate { opened(socket) }
    }
}

/// Sends texts back; `handlers` is answered with the names of the channel's handlers.
final class EchoOwner: SocketDelegate {
    private let socket: Socket
    private let onClosed: @Sendable () -> Void

    init(_ socket: Socket, onClosed: @escaping @Sendable () -> Void = {}) {
        (self.socket, self.onClosed) = (socket, onClosed)
    }

    func received(text: [UInt8]) {
        let text = String(decoding: text, as: UTF8.self)
        socket.sendText(text == "handlers" ? handlers : text)
    }

    private var handlers: String {
        let lines = socket.channel?.pipeline.debugDescription.split(separator: "\n").filter { $0.contains("↓↑ ") } ?? []
        return lines.dropFirst().compactMap { $0.split(separator: " ").first }.joined(separator: ", ")
    }

    func received(binary: [UInt8]) {}
    func receivedPong() {}
    func drained() {}
    func closed() { onClosed() }
}
