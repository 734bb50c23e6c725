public import NIOCore

/// What a WebSocket connection may take and how long it may last.
public struct SocketLimits: Sendable {
    /// The most bytes of a message from a client; above it the connection is closed with 1009.
    public var messageBytes: Int
    /// The most bytes that wait for a client in our memory; above it the connection is closed with 1013.
    public var outboxBytes: Int
    /// The kernel's part of what waits for a client, in bytes. Linux doubles it for its own accounting.
    public var sendBufferBytes: Int
    /// How long the peer may take to answer a close and to end the connection.
    public var closeTimeout: TimeAmount
    /// The same once the server stops.
    public var quiesceTimeout: TimeAmount
    /// The same after 1013: the peer has to read what is on its way first.
    public var slowCloseTimeout: TimeAmount

    public init(
        messageBytes: Int = 4_096, outboxBytes: Int = 1 << 20, sendBufferBytes: Int = 128 << 10,
        closeTimeout: TimeAmount = .seconds(5), quiesceTimeout: TimeAmount = .seconds(1),
        slowCloseTimeout: TimeAmount = .seconds(30)
    ) {
        self.messageBytes = messageBytes
        self.outboxBytes = outboxBytes
        self.sendBufferBytes = sendBufferBytes
        self.closeTimeout = closeTimeout
        self.quiesceTimeout = quiesceTimeout
        self.slowCloseTimeout = slowCloseTimeout
    }
}
