import TestSupport
import Testing

@testable import GameAPI

@Suite("Reading announcements")
struct AnnouncementParseTests {
    private func change(_ revision: Int64, _ text: String = "") -> String {
        #"{"type":"game_changed","kind":"game_updated","name":"\#(text)","revision":\#(revision)}"#
    }

    private func parse(_ bodies: String...) throws -> Announced {
        try Announcement.parse("7:[" + bodies.joined(separator: ",") + "]")
    }

    @Test("The game's id is what stands before the first colon")
    func gameID() {
        #expect(Announcement.gameID(of: "7:[]") == 7)
        #expect(Announcement.gameID(of: "\(Int64.max):") == .max)
        for payload in ["", "7", ":", "-7:", "+7:", " 7:", "7 :", "0x7:", "٧:", "9223372036854775808:", "{\"a\":7}"] {
            #expect(Announcement.gameID(of: payload) == nil, "\(payload)")
        }
    }

    @Test("Changes come out as they went in", arguments: [1, 2, 70])
    func changes(count: Int64) throws {
        let logged = (5..<5 + count).map { LoggedChange(revision: $0, body: change($0)) }
        let payload = "7:[" + logged.map(\.body).joined(separator: ",") + "]"
        #expect(try Announcement.parse(payload) == .changes(gameID: 7, logged))
    }

    @Test("What the writer announces is read, whatever its texts", arguments: 0..<20 as Range<UInt64>)
    func roundTrip(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let changes = (1...60).map { revision in
            let length = Int.random(in: 0...300, using: &generator)
            let text = String((0..<length).map { _ in "\"\\{}[],:\n\u{1}é😀x".randomElement(using: &generator) ?? " " })
            var body = JSONText()
            body.add("type", "game_changed")
            body.add("text", text)
            body.add("revision", revision)
            return Change(
                gameID: 12, revision: Int64(revision), kind: .gameUpdated, entityID: 12, version: 1,
                body: body.finish(),
                detail: nil, actor: "host")
        }
        var read: [LoggedChange] = []
        for payload in Announcement.payloads(gameID: 12, changes: changes) {
            guard case .changes(12, let part) = try Announcement.parse(payload) else {
                return #expect(Bool(false), "\(payload)")
            }
            read += part
        }
        #expect(read == changes.map { LoggedChange(revision: $0.revision, body: $0.body) })
    }

    @Test(
        "Nothing within a change is mistaken for its end or its revision",
        arguments: [
            #"{"revision":5}"#, #"{"revision":5,"a":1}"#, #"{"a":1,"revision":5,"b":{"c":[1,{}]}}"#,
            #"{"a":"}],{[","revision":5}"#, #"{"a":"\"}","revision":5}"#, #"{"a":"\\","revision":5}"#,
            #"{"a":"\\\"","revision":5,"b":"\""}"#, #"{"a":{"revision":9},"revision":5}"#,
            #"{"revision":5,"a":{"revision":9}}"#,
            #"{"revision":5,"a":[{"revision":9}]}"#, #"{"a":"revision","revision":5}"#,
            #"{"revision":5,"a":"revision"}"#,
            #"{"a":"\"revision\":9","revision":5}"#, #"{"xrevision":9,"revision":5,"revisions":9,"Revision":9}"#,
            #"{"\"revision":9,"revision":5}"#, #"{"a":"\u0022é😀\u0000","revision":5}"#,
        ])
    func structure(body: String) throws {
        #expect(try parse(body) == .changes(gameID: 7, [LoggedChange(revision: 5, body: body)]))
        let all = [change(4), body, change(6)]
        guard case .changes(7, let changes) = try parse(all[0], all[1], all[2]) else {
            return #expect(Bool(false), "no changes")
        }
        #expect(changes.map(\.body) == all && changes.map(\.revision) == [4, 5, 6])
    }

    @Test("Up to a revision")
    func upTo() throws {
        #expect(try Announcement.parse("7:@12") == .upTo(gameID: 7, revision: 12))
        #expect(try Announcement.parse("7:@\(Int64.max)") == .upTo(gameID: 7, revision: .max))
        for payload in ["7:@", "7:@0", "7:@-1", "7:@+1", "7:@1 ", "7:@9223372036854775808", "7:@1@", "7:@x", "7:@1,2"] {
            #expect(throws: PayloadError.self) { try Announcement.parse(payload) }
        }
    }

    @Test("Revisions follow one another")
    func holes() throws {
        for revisions in [[5, 7], [5, 5], [5, 4], [5, 6, 8], [.max, 1], [1, .max], [.max, .max]] as [[Int64]] {
            let bodies = revisions.map { change($0) }.joined(separator: ",")
            #expect(throws: PayloadError.self, "\(revisions)") { try Announcement.parse("7:[\(bodies)]") }
        }
        guard case .changes(7, let last) = try parse(change(.max - 1), change(.max)) else {
            return #expect(Bool(false), "no changes")
        }
        #expect(last.map(\.revision) == [.max - 1, .max])
    }

    @Test(
        "What is none of ours is refused",
        arguments: [
            "", "7", "7:", "x:[]", "7:[]", "7:[1]", "7:[{}]", "7:[[]]", "7:[", "7:[{", "7:]", "7:{\"revision\":5}",
            "7:null",
            "7:[{\"revision\":5}", "7:[{\"revision\":5},]", "7:[,{\"revision\":5}]", "7:[{\"revision\":5}]]",
            "7:[{\"revision\":5}] ",
            "7: [{\"revision\":5}]", "7:[{\"revision\":5} ,{\"revision\":6}]", "7:[{\"revision\":5}{\"revision\":6}]",
            "7:[{\"revision\":\"5\"}]", "7:[{\"revision\":-5}]", "7:[{\"revision\":0}]", "7:[{\"revision\":}]",
            "7:[{\"revision\":9223372036854775808}]", "7:[{\"revision\":5]]", "7:[{\"revision\":5,\"a\":\"]",
            "7:[{\"a\":\"\\",
            "7:[{\"revision\":5,\"a\":\"\\\"}]", "7:[{\"a\":{\"revision\":5}}]", "7:[[{\"revision\":5}]]",
            "7:[\"revision\":5]",
        ])
    func refused(payload: String) {
        #expect(throws: PayloadError.self) { try Announcement.parse(payload) }
    }

    @Test("Damaged announcements are read or refused, and never more than that", arguments: 0..<20 as Range<UInt64>)
    func damaged(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let bodies = (1...20).map { change($0, "a\\\"b\\\\{é[") }
        let payload = Array("7:[\(bodies.joined(separator: ","))]".utf8)
        for _ in 0..<100 {
            let damaged = String(decoding: generator.damage(payload), as: UTF8.self)
            guard case .changes(_, let changes)? = try? Announcement.parse(damaged) else { continue }
            // What was read is all there was.
            #expect(
                changes.map(\.body).joined(separator: ",") == damaged.split(separator: "[", maxSplits: 1)[1].dropLast())
        }
    }
}
