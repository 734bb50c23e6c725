extension FrameReader {
    /// What came from the client.
    enum Event: Equatable {
        /// A whole message, valid UTF-8.
        case text([UInt8])
        /// A whole message.
        case binary([UInt8])
        /// To be answered with a pong of the same bytes.
        case ping([UInt8])
        case pong
        /// The peer closes, with a code that a frame may carry, or without one. Nothing is read after it.
        case close(CloseCode?)
        /// The connection is to be failed with this code (RFC 6455 section 7.1.7). Nothing is read after it.
        case fail(CloseCode)
    }
}
