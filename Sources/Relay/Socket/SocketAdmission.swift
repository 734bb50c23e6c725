public import NIOCore
public import NIOHTTP1

/// Decides which handshakes become sockets.
public protocol SocketAdmission: Sendable {
    /// Called on the channel's loop with a faultless handshake whose path begins with `/ws/`.
    ///
    /// Nil, or a failed future, refuses it: the request then goes on to the router, as a GET without `Upgrade`, and the
    /// router says why.
    func admit(_ head: HTTPRequestHead, on loop: any EventLoop) -> EventLoopFuture<(any SocketOpener)?>
}

/// An admitted handshake.
public protocol SocketOpener: Sendable {
    /// Called once, on the socket's loop, after the 101 was written; the delegate that is returned is kept until
    /// ``SocketDelegate/closed()``. The socket may be used from in here. Never called if the connection broke before.
    func open(_ socket: Socket) -> any SocketDelegate
}
