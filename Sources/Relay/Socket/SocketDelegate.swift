/// Who owns a socket: hears what comes. Everything is called on the socket's event loop.
public protocol SocketDelegate: AnyObject {
    /// A whole text message, valid UTF-8. The socket may be used, and closed, from in here.
    func received(text: [UInt8])
    /// A whole binary message. The socket may be used, and closed, from in here.
    func received(binary: [UInt8])
    /// An answer to ``Socket/ping()``, or a pong that nobody asked for.
    func receivedPong()
    /// Everything that had to wait for the client has left the outbox. Never called from inside a call to the socket.
    func drained()
    /// The socket is of no more use: either side closed it, or the connection broke. Called exactly once, as the last of
    /// all, and never from inside a call to the socket; what is left of the closing the socket does by itself.
    func closed()
}
