import NIOHTTP1

/// Counts the responses of a connection up to the one behind which it is closed, and marks that one.
struct LastResponse {
    /// Requests whose response is not complete.
    private var due = 0
    /// Whether the newest of these is the connection's last.
    private(set) var isExpected = false

    /// A request came; behind the last one none does.
    mutating func received(isLast: Bool) {
        due += 1
        isExpected = isExpected || isLast
    }

    /// Takes a part of a response on its way out.
    mutating func sent(_ part: inout HTTPServerResponsePart) {
        switch part {
        case .head(var head) where isExpected && due == 1:
            head.headers.replaceOrAdd(name: "connection", value: "close")
            part = .head(head)
        case .end: due -= 1
        case .head, .body: break
        }
    }
}
