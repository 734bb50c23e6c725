import NIOCore

/// When a shard may begin its next round of the clients.
///
/// A round costs a system call for each client, however much each one is sent. So after a long round the next one waits as
/// long again, and what comes meanwhile leaves together; where rounds are short or seldom nothing waits.
struct Pace {
    /// A pause shorter than this is none.
    static let shortestPause = TimeAmount.microseconds(200)
    static let longestPause = TimeAmount.milliseconds(4)

    /// Not before this may the next round begin.
    private(set) var next: NIODeadline = .uptimeNanoseconds(0)

    /// A round is over.
    mutating func roundEnded(_ end: NIODeadline, began beginning: NIODeadline) {
        let pause = end - beginning
        next = pause < Self.shortestPause ? end : end + min(pause, Self.longestPause)
    }
}
