/// What came of one step of connecting.
enum ConnectStep: Sendable, Equatable {
    /// The next one is due when the socket can be read, or written.
    case reading, writing
    case connected
    case failed(String)
}
