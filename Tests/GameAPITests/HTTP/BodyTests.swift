import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import GameAPI

@Suite struct BodyTests {
    private struct Named: JSONBody {
        let name: String
        let count: Int64?

        init(_ fields: inout FieldReader) {
            name = fields.required(.string("name", 1...5))
            count = fields.optional(.id("count"))
        }
    }

    let harness = RouteHarness { router in
        router.post("/x") { request, _ in
            let body = try await decodeBody(Named.self, from: request, limit: 64)
            return Response.json("\(body.value.name):\(body.bytes.readableBytes)")
        }
    }

    @Test func aBodyIsReadAndItsBytesAreKept() async throws {
        let reply = try await harness.post("/x", " {\"name\":\"Bärli\",\"other\":[{}]} ")
        #expect(reply.status == 200)
        #expect(reply.body == "Bärli:32")
    }

    @Test(arguments: ["application/json", "application/json; charset=utf-8", "Application/JSON ;x=y"])
    func theMediaTypeMayHaveParameters(type: String) async throws {
        #expect(
            try await harness.send(.post, "/x", headers: [.contentType: type], body: "{\"name\":\"a\"}").status == 200)
    }

    @Test(arguments: ["", "text/plain", "application/jsonx", "application/json, text/csv", "json"])
    func anotherMediaTypeIs415(type: String) async throws {
        let reply = try await harness.send(.post, "/x", headers: [.contentType: type], body: "{\"name\":\"a\"}")
        #expect(reply.status == 415)
        #expect(reply.body.contains("unsupported_media_type"))
    }

    @Test func aLongBodyIs413WithAndWithoutItsLength() async throws {
        let long = "{\"name\":\"a\",\"x\":\"\(String(repeating: "x", count: 64))\"}"
        #expect(try await harness.post("/x", long).status == 413)
        #expect(
            try await harness.send(
                .post, "/x", headers: [.contentType: "application/json", .contentLength: "65"], body: "{\"name\":\"a\"}"
            ).status == 413)
        let chunks = AsyncStream<ByteBuffer> { stream in
            for part in ["{\"name\":", "\"a\",\"x\":\"", String(repeating: "x", count: 64), "\"}"] {
                stream.yield(ByteBuffer(string: part))
            }
            stream.finish()
        }
        let reply = try await harness.send(
            .post, "/x", headers: [.contentType: "application/json"],
            body: RequestBody(asyncSequence: chunks))
        #expect(reply.status == 413)
        #expect(reply.body.contains("body_too_large"))
    }

    @Test(arguments: [
        "", " ", "{", "null", "[]", "3", "\"a\"", "{\"name\":\"a\"} x", "{\"name\":\"a\",}", "{name:1}",
        "{\"name\":\"a\",\"name\":\"b\"}", "{\"name\":\"a\\u0000\"}", "{\"x\":\"\\ud800\",\"name\":\"a\"}",
    ])
    func whatIsNoJSONObjectIs400(body: String) async throws {
        let reply = try await harness.post("/x", body)
        #expect(reply.status == 400)
        #expect(reply.body.contains("\"field\":\"body\""))
    }

    @Test(arguments: [[0xFF], [0xC3, 0x28], [0xED, 0xA0, 0x80], [0x00]] as [[UInt8]])
    func bytesThatAreNoTextAre400EvenInUnreadFields(bytes: [UInt8]) async throws {
        let body = ByteBuffer(bytes: Array("{\"name\":\"a\",\"x\":\"".utf8) + bytes + Array("\"}".utf8))
        let reply = try await harness.send(
            .post, "/x", headers: [.contentType: "application/json"], body: RequestBody(buffer: body))
        #expect(reply.status == 400)
        #expect(reply.body.contains("\"field\":\"body\""))
    }

    @Test func allFaultyFieldsAreListedAtOnce() async throws {
        let reply = try await harness.post("/x", "{\"name\":\"\",\"count\":\"1\"}")
        #expect(reply.status == 400)
        #expect(
            reply.body.contains(
                """
                "errors":[{"field":"name","detail":"must have 1 to 5 characters"},\
                {"field":"count","detail":"must be an integer"}]
                """))
    }
}
