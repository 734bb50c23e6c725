import NIOCore

/// Who sends requests over a connection and gets their answers, on the connection's event loop.
protocol HTTPClient: AnyObject {
    /// The whole answer is there. `body` is empty unless the status is not 2xx.
    func answered(status: Int, body: String, on connection: HTTPConnection<Self>)
    /// The connection is of no more use; nothing is called after it.
    func broken(_ problem: DriverError)
}

/// A kept-alive connection with one request under way at a time. Nothing is allocated for a request or an answer.
final class HTTPConnection<Client: HTTPClient>: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let client: Client
    private var scanner = ResponseScanner()
    private var context: ChannelHandlerContext?
    private var refusal: [UInt8] = []
    private var waits = false
    private var isOver = false

    init(client: Client) { self.client = client }

    /// Sends a request in one write. The answer to the one before must be there.
    func send(_ request: ByteBuffer) {
        precondition(!waits, "one request at a time")
        guard let context else { return }
        waits = true
        context.writeAndFlush(wrapOutboundOut(request), promise: nil)
    }

    func close() {
        isOver = true
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        unwrapInboundIn(data).withUnsafeReadableBytes { bytes in
            var offset = 0
            while !isOver {
                switch scanner.next(in: bytes, from: &offset) {
                case .needsMore: return
                case .body(let range):
                    if !(200..<300).contains(scanner.status) { refusal.append(contentsOf: bytes[range]) }
                case .complete(let status):
                    guard waits else { return end("the server answered without a request") }
                    waits = false
                    let body = refusal.isEmpty ? "" : String(decoding: refusal, as: UTF8.self)
                    refusal.removeAll(keepingCapacity: true)
                    client.answered(status: status, body: body, on: self)
                case .failed(let failure): return end(failure.description)
                }
            }
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        end("the server closed a connection that was to be kept alive: does it limit requests a connection?")
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { end("the connection failed: \(error)") }

    private func end(_ problem: String) {
        guard !isOver else { return }
        close()
        client.broken(DriverError(problem))
    }
}
