/// One change of a game, ready to be sent.
struct LoggedFrame<Frame: Sendable>: Sendable {
    let revision: Int64
    let frame: Frame
    /// What it takes of a buffer's limit.
    let bytes: Int
}
