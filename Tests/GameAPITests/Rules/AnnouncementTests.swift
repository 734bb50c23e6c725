import FoundationEssentials
import TestSupport
import Testing

@testable import GameAPI

/// The payloads of NOTIFY: short enough for PostgreSQL, in order, nothing lost.
@Suite("Announcements")
struct AnnouncementTests {
    private func change(_ revision: Int64, bytes: Int = 60) -> Change {
        let frame = #"{"type":"game_changed","text":"","revision":\#(revision)}"#
        let text = String(repeating: "x", count: max(0, bytes - frame.utf8.count))
        let body = #"{"type":"game_changed","text":"\#(text)","revision":\#(revision)}"#
        return Change(
            gameID: 12, revision: revision, kind: .gameUpdated, entityID: 12, version: revision, body: body,
            detail: "{}",
            actor: "host")
    }

    @Test("None, one and a few")
    func small() {
        #expect(Announcement.payloads(gameID: 12, changes: []) == [])
        #expect(Announcement.payloads(gameID: 12, changes: [change(7)]) == ["12:[\(change(7).body)]"])
        let three = Announcement.payloads(gameID: 12, changes: (7...9).map { change($0) })
        #expect(three == ["12:[\(change(7).body),\(change(8).body),\(change(9).body)]"])
    }

    @Test("What just fits is sent as it is, one byte more only announced")
    func limit() {
        let room = 7_900 - "12:[]".utf8.count
        #expect(Announcement.maximumPayloadBytes == 7_900)
        #expect(Announcement.payloads(gameID: 12, changes: [change(1, bytes: room)]).map(\.utf8.count) == [7_900])
        #expect(Announcement.payloads(gameID: 12, changes: [change(1, bytes: room + 1)]) == ["12:@1"])
        let filled = [change(1, bytes: 4_000), change(2, bytes: room - 4_001)]
        #expect(Announcement.payloads(gameID: 12, changes: filled).map(\.utf8.count) == [7_900])
        let over = [change(1, bytes: 4_000), change(2, bytes: room - 4_000)]
        #expect(
            Announcement.payloads(gameID: 12, changes: over) == ["12:[\(over[0].body)]", "12:[\(over[1].body)]"])
    }

    @Test("The limit is in bytes, not in characters")
    func bytes() {
        let body = #"{"name":"\#(String(repeating: "🎲", count: 2_000))","revision":1}"#
        let change = Change(
            gameID: 12, revision: 1, kind: .gameUpdated, entityID: 12, version: 1, body: body, detail: nil,
            actor: "host")
        #expect(Announcement.payloads(gameID: 12, changes: [change]) == ["12:@1"])
    }

    @Test("One too large among small ones keeps its place")
    func oversizeAmongSmall() {
        let changes = [change(1), change(2), change(3, bytes: 9_000), change(4), change(5, bytes: 8_000), change(6)]
        #expect(
            Announcement.payloads(gameID: 12, changes: changes) == [
                "12:[\(changes[0].body),\(changes[1].body)]", "12:@3", "12:[\(changes[3].body)]", "12:@5",
                "12:[\(changes[5].body)]",
            ])
    }

    @Test("Read back, any payloads are the changes, in order", arguments: 0..<200 as Range<UInt64>)
    func readBack(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let changes = (0..<Int.random(in: 1...400, using: &random)).map { index in
            let large = Int.random(in: 0..<20, using: &random) == 0
            return change(Int64(index + 1), bytes: Int.random(in: 60...(large ? 9_000 : 300), using: &random))
        }
        let payloads = Announcement.payloads(gameID: 12, changes: changes)
        #expect(payloads.allSatisfy { $0.utf8.count <= 7_900 && $0.hasPrefix("12:") })

        var revisions: [Int64] = []
        var bodies = ""
        for payload in payloads {
            let content = payload.dropFirst("12:".count)
            if content.hasPrefix("@") {
                let revision = try #require(Int64(content.dropFirst()))
                revisions.append(revision)
                let body = changes[Int(revision) - 1].body
                #expect(body.utf8.count > 7_900 - "12:[]".utf8.count)
                bodies += body
            } else {
                let array = try JSONDecoder().decode([Message].self, from: Data(content.utf8))
                #expect(!array.isEmpty)
                revisions += array.map(\.revision)
                bodies += content.dropFirst().dropLast().replacing("},{", with: "}{")
            }
        }
        #expect(revisions == changes.map(\.revision))
        #expect(bodies == changes.map(\.body).joined())
        #expect(payloads.count <= 2 * changes.count { $0.body.utf8.count > 3_900 } + 1 + totalBytes(changes) / 3_900)
    }

    private func totalBytes(_ changes: [Change]) -> Int { changes.reduce(0) { $0 + $1.body.utf8.count + 1 } }

    private struct Message: Decodable {
        let revision: Int64
    }
}
