import NIOCore
import NIOHTTP1
import Relay

/// Lets everybody in.
struct EchoAdmission: SocketAdmission {
    func admit(_ head: HTTPRequestHead, on loop: any EventLoop) -> EventLoopFuture<(any SocketOpener)?> {
        loop.makeSucceededFuture(Opener())
    }

    private struct Opener: SocketOpener {
        func open(_ socket: Socket) -> any SocketDelegate { Echo(socket) }
    }
}

/// A connection whose messages go back to it.
final class Echo: SocketDelegate {
    private let socket: Socket

    init(_ socket: Socket) { self.socket = socket }

    func received(text: [UInt8]) {
        var frame = ByteBuffer()
        frame.writeTextFrame(text)
        socket.send(frame)
    }

    func received(binary: [UInt8]) {
        var frame = ByteBuffer()
        frame.writeBinaryFrame(binary)
        socket.send(frame)
    }

    func receivedPong() {}
    func drained() {}
    func closed() {}
}
