import HTTPTypes
import NIOCore

extension HTTPConnection {
    /// How the connection's task reaches it.
    struct Reference: Sendable {
        /// What the task is to do, one at a time. Ends with the connection.
        let work: AsyncStream<Work>
        private let loop: any EventLoop
        private let connection: NIOLoopBound<HTTPConnection>

        init(_ connection: HTTPConnection, on loop: any EventLoop) {
            work = connection.work
            self.loop = loop
            self.connection = NIOLoopBound(connection, eventLoop: loop)
        }

        /// Writes the response to the newest request.
        func answer(_ head: HTTPResponse, _ body: ByteBuffer) {
            loop.execute { connection.value.answer(head, body) }
        }

        /// Writes a response without a body to the newest request.
        func answer(_ status: HTTPResponse.Status) {
            answer(HTTPResponse(status: status, headerFields: [.contentLength: "0"]), ByteBuffer())
        }

        /// Has the connection end after what is being answered.
        func conclude() { loop.execute { connection.value.conclude() } }
    }
}
