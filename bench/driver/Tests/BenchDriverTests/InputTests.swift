import NIOCore
import Testing

@testable import BenchDriver

@Suite struct InputTests {
    @Test func targets() throws {
        let targets = try Targets(text: "POST /a {\"x\": 1}\n\nGET /b\n")
        #expect(
            targets.lines == [
                .init(method: "POST", path: "/a", body: "{\"x\": 1}"), .init(method: "GET", path: "/b", body: ""),
            ])
        let requests = targets.requests(to: try Address("http://h:8/", schemes: ["http"]))
        #expect(
            requests.map { String(buffer: $0) } == [
                "POST /a HTTP/1.1\r\nHost: h:8\r\nContent-Type: application/json\r\nContent-Length: 8\r\n\r\n{\"x\": 1}",
                "GET /b HTTP/1.1\r\nHost: h:8\r\n\r\n",
            ])
    }

    @Test func headersOfSomeTargets() throws {
        let targets = try Targets(
            text: "GET /a\nAuthorization: Bearer x y\nGET /b\nPOST /c {\"x\": 1}\nAuthorization: z\nGET /d\n")
        #expect(targets.lines.map(\.path) == ["/a", "/b", "/c", "/d"])
        #expect(
            targets.lines.map(\.header) == [
                "", "Authorization: Bearer x y", "Authorization: Bearer x y", "Authorization: z",
            ])
        let request = targets.requests(to: try Address("http://h:8", schemes: ["http"]))[1]
        #expect(
            String(buffer: request) == "GET /b HTTP/1.1\r\nHost: h:8\r\nAuthorization: Bearer x y\r\n\r\n")
    }

    @Test func badLineIsNamed() {
        #expect { try Targets(text: "GET /a\nget /b\n") } throws: { "\($0)".contains("line 2") }
        #expect { try Targets(text: "GET /a\n\nGET\n") } throws: { "\($0)".contains("line 3") }
        #expect { try Targets(text: "GET /a\nName:\n") } throws: { "\($0)".contains("line 2") }
        #expect { try Targets(text: "Name: value\n") } throws: { "\($0)".contains("no request") }
        #expect { try Targets(text: "\n") } throws: { "\($0)".contains("no request") }
    }

    @Test(arguments: [
        (0, 2, 5, [0, 2, 4, 0, 2]), (1, 2, 5, [1, 3, 1, 3, 1]), (4, 8, 3, [1, 1, 1, 1, 1]), (0, 1, 2, [0, 1, 0, 1, 0]),
    ])
    func linesOfAClient(client: Int, clients: Int, lines: Int, expected: [Int]) {
        var cursor = TargetCursor(client: client, of: clients, lines: lines)
        #expect((0..<5).map { _ in cursor.next() } == expected)
    }

    @Test func addresses() throws {
        let address = try Address("ws://127.0.0.1:81/ws/game/1/?token=t", schemes: ["ws"])
        #expect(address.host == "127.0.0.1" && address.port == 81)
        #expect(address.target == "/ws/game/1/?token=t" && address.path == "/ws/game/1/")
        #expect(try Address("http://h", schemes: ["http"]).target == "/")
        for bad in ["h:80", "ws://h:x/", "ws://:80/", "ws://h:99999/", "wss://h:80/"] {
            #expect(throws: DriverError.self) { try Address(bad, schemes: ["ws"]) }
        }
    }

    @Test func numbersInURLs() throws {
        #expect(try URLTemplate("ws://h/{n}/{n%10}/{n%10+1}/{n+5}").url(42) == "ws://h/42/2/3/47")
        for bad in ["{m}", "{n%0}", "{n%}", "{n", "{n+}"] {
            #expect(throws: DriverError.self) { try URLTemplate(bad) }
        }
    }

    @Test func roomsArePaths() throws {
        let seating = try Seating(
            subscribers: 4, at: URLTemplate("ws://h:1/r/{n%2}?token=a"),
            publishers: 1, at: URLTemplate("ws://h:2/r/{n%2+1}?token=b"))
        #expect(seating.rooms == [0, 1, 0, 1, 1])
        #expect(seating.roomCount == 2)
        #expect(seating.publishers == 4..<5)
    }

    @Test func keys() {
        let tag = KeyScanner(key: "tag")
        #expect(tag.value(in: #"{"type":"bench","tag":"12"}"#) == 12)
        #expect(tag.value(in: #"{"tag": 12, "a": 3}"#) == 12)
        #expect(tag.value(in: #"{"tag":"x","tags":5,"a":"tag","tag":7}"#) == 7)
        #expect(tag.value(in: #"{"tag":null}"#) == nil)
        #expect(tag.value(in: #"{"tag""#) == nil)
        #expect(tag.value(in: #"{"tag":"#) == nil)
        #expect(tag.value(in: "") == nil)
    }

    @Test func tagsAreWrittenInPlace() throws {
        var template = try MessageTemplate(#"{"tag":"{tag}"}"#)
        for tag in [Tag.first(publisher: 0), Tag.first(publisher: 63) + 17, Tag.probe(publisher: 2)] {
            let frame = Array(template.frame(tag: tag).readableBytesView)
            #expect(frame == ClientFrame.bytes(.text, payload: Array("{\"tag\":\"\(tag)\"}".utf8)))
        }
        #expect(throws: DriverError.self) { try MessageTemplate("no tag") }
    }

    @Test func publishersNeedKeysOfTheirOwn() throws {
        func publications(_ keys: [Int]) throws -> Publications {
            let text = keys.map { "POST /a {\"player_id\":\($0)}\n" }.joined()
            return try Publications(
                Targets(text: text), to: Address("http://h:1", schemes: ["http"]), key: "player_id")
        }
        try publications([1, 2, 1, 2]).checkKeys(publishers: 2)
        #expect(throws: DriverError.self) { try publications([1, 2, 1]).checkKeys(publishers: 4) }
        #expect(throws: DriverError.self) { try publications([1, 2, 2, 1]).checkKeys(publishers: 2) }
        try publications([1, 2, 2]).checkDistinct(2)
        #expect(throws: DriverError.self) { try publications([1, 2, 2]).checkDistinct(3) }
        #expect { try publications([1]).checkDistinct(2) } throws: { "\($0)".contains("the first 2 have 1") }
    }
}
