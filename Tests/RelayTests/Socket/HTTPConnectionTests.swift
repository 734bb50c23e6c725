import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOEmbedded
import NIOHTTP1
import Testing

@testable import Relay

@Suite("HTTPConnection: how much is read and answered, and when it ends")
struct HTTPConnectionTests {
    @Test("what is pipelined is answered one at a time")
    func pipelined() throws {
        let harness = try HTTPHarness()
        harness.receive(.get("/1"), .end(nil), .get("/2"), .end(nil))
        harness.answer("one")
        #expect(try harness.answered() == ["one"])
        harness.answer("two")
        harness.answer("nobody asked")
        #expect(try harness.answered() == ["two"])
        harness.receive(.get("/3"), .end(nil))
        harness.answer("three")
        #expect(try harness.answered() == ["three"])
    }

    @Test("no more is read while requests wait")
    func readsNoFurther() throws {
        let harness = try HTTPHarness()
        harness.receive(.get("/1"), .end(nil))
        #expect(harness.readsOn(), "so that the end of the connection is heard")
        harness.receive(.get("/2"), .end(nil))
        #expect(!harness.readsOn())
        harness.answer()
        #expect(harness.readsOn())
    }

    @Test("nothing is answered while the client does not take its responses")
    func unwritable() throws {
        let harness = try HTTPHarness()
        harness.receive(.get("/1"), .end(nil))
        harness.setWritable(false)
        harness.answer("one")
        harness.receive(.get("/2"), .end(nil))
        harness.answer("two")
        #expect(try harness.answered() == ["one"])
        #expect(!harness.readsOn())
        harness.setWritable(true)
        harness.answer("two")
        #expect(try harness.answered() == ["two"])
    }

    @Test("of a body that nobody takes only so much is read; an answer given early lets the rest pass")
    func unreadBody() throws {
        let harness = try HTTPHarness()
        harness.receive(.post("/1"))
        var chunks = 0
        while harness.readsOn(), chunks < 1_000 {
            harness.receive(.bytes(1_000))
            chunks += 1
        }
        #expect((1...20).contains(chunks))
        harness.answer("too much")
        #expect(harness.readsOn())
        harness.receive(.bytes(1_000), .end(nil), .get("/2"), .end(nil))
        harness.answer("two")
        #expect(try harness.answered() == ["too much", "two"])
        #expect(!harness.isClosed)
    }

    @Test("an idle connection is closed, also one whose request does not go on; one that waits for its answer is not")
    func idle() throws {
        for unfinished: [HTTPServerRequestPart] in [[], [.post("/1")], [.get("/1"), .end(nil)]] {
            let harness = try HTTPHarness(idleTimeout: .seconds(10))
            harness.advance(.seconds(9))
            for part in unfinished { harness.receive(part) }
            harness.advance(.seconds(9))
            #expect(harness.isClosed == unfinished.isEmpty)
            harness.advance(.seconds(20))
            #expect(harness.isClosed == (unfinished.count < 2))
            harness.answer()
            harness.advance(.seconds(9))
            #expect(harness.isClosed == (unfinished.count < 2))
            harness.advance(.seconds(11))
            #expect(harness.isClosed)
        }
    }

    @Test("a server that stops closes what is idle, and what is not when it was answered, which says so")
    func quiescing() throws {
        let idle = try HTTPHarness()
        idle.quiesce()
        #expect(idle.isClosed)

        let busy = try HTTPHarness()
        busy.receive(.get("/1"), .end(nil), .get("/2"), .end(nil))
        busy.quiesce()
        busy.answer("one")
        busy.answer("too late")
        #expect(try busy.answered() == ["close: one"])
        #expect(busy.isClosed)
    }

    @Test("after its end nothing holds a connection, nor the gates before it")
    func memory() throws {
        weak var connection: HTTPConnection?
        weak var gate: UpgradeGate?
        func serve() throws {
            let channel = EmbeddedChannel()
            let server = SocketChannel(
                responder: { _, _ in Response(status: .ok) }, admission: TestAdmission { $1.makeSucceededFuture(false) }
            )
            let value = try server.setup(channel: channel, logger: Logger(label: "test")).wait()
            try channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 1)).wait()
            gate = try channel.pipeline.syncOperations.handler(type: UpgradeGate.self)
            try channel.writeInbound(ByteBuffer(string: "GET / HTTP/1.1\r\nHost: test\r\n\r\n"))
            connection = try channel.pipeline.syncOperations.handler(type: HTTPConnection.self)
            _ = try channel.finish(acceptAlreadyClosed: true)
            withExtendedLifetime(value) {}
        }
        try serve()
        #expect(connection == nil)
        #expect(gate == nil)
    }

    @Test("the date is as in RFC 9110, section 5.6.7")
    func date() {
        #expect(HTTPDate.text(784_111_777) == "Sun, 06 Nov 1994 08:49:37 GMT")
    }
}
