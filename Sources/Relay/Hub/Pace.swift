import NIOCore

/// When a shard may begin its next round of the clients.
///
/// A round costs a system call for each client, however much each one is sent. So after a long round the next one waits
/// twice as long, and what comes meanwhile leaves together; where rounds are short or seldom nothing waits.
struct Pace {
    /// Behind a round shorter than this there is no pause.
    static let longRound = TimeAmount.microseconds(200)
    static let longestPause = TimeAmount.milliseconds(4)

    /// Not before this may the next round begin.
    private(set) var next: NIODeadline = .uptimeNanoseconds(0)

    /// A round is over.
    mutating func roundEnded(_ end: NIODeadline, began beginning: NIODeadline) {
        let round = end - beginning
        next = round < Self.longRound ? end : end + min(round * 2, Self.longestPause)
    }
}
