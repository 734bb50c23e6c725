import HTTPTypes
import Hummingbird
import NIOCore
import Testing

@testable import GameAPI

@Suite struct HeaderTests {
    private func ifMatch(_ value: String) throws(Problem) -> IfMatch? { try IfMatch([.ifMatch: value]) }

    @Test func versionsInQuotesMatch() throws {
        #expect(try ifMatch("\"7\"") == .versions([7]))
        #expect(try ifMatch("\"7\", \"8\",\"9\"") == .versions([7, 8, 9]))
        #expect(try ifMatch("*") == .any)
        #expect(try IfMatch([:]) == nil)
    }

    @Test(arguments: ["W/\"7\"", "\"abc\"", "\"\"", "\"-7\"", "\"99999999999999999999\""])
    func tagsThatCannotBeOursNeverPass(value: String) throws {
        #expect(try ifMatch(value) == .versions([]))
    }

    @Test(arguments: ["7", "\"7", "7\"", "\"7\" \"8\"", "\"7\",", "", ",", "w/\"7\"", "\"a b\"", "*, \"7\""])
    func whatIsNoListOfTagsIsRefused(value: String) {
        #expect(throws: Problem.self) { try ifMatch(value) }
    }

    @Test func aReaderTellsWhatItHas() {
        #expect(IfNoneMatch([.ifNoneMatch: "\"7\""])?.matches(7) == true)
        #expect(IfNoneMatch([.ifNoneMatch: "W/\"7\""])?.matches(7) == true)
        #expect(IfNoneMatch([.ifNoneMatch: "\"6\""])?.matches(7) == false)
        #expect(IfNoneMatch([.ifNoneMatch: "*"])?.matches(7) == true)
        #expect(IfNoneMatch([.ifNoneMatch: "7"]) == nil)
        #expect(IfNoneMatch([:]) == nil)
    }

    @Test func anIdempotencyKeyIsVisible() throws {
        let name = HTTPField.Name("Idempotency-Key")!
        #expect(try MutationHeaders([:]).idempotencyKey == nil)
        for good in ["a", String(repeating: "~", count: 255)] {
            #expect(try MutationHeaders([name: good]).idempotencyKey == good)
        }
        for bad in ["", "a b", "ä", String(repeating: "~", count: 256)] {
            #expect(throws: Problem.self) { try MutationHeaders([name: bad]) }
        }
    }

    private enum Mode: String, CaseIterable { case template, full }

    private func query(_ text: String) -> QueryReader {
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/x?\(text)")
        return QueryReader(Request(head: head, body: RequestBody(buffer: ByteBuffer())))
    }

    @Test func queriesAreRead() throws {
        var query = query("limit=10&after=0&mode=full&dry_run=true&other=x")
        let (limit, after) = (query.int("limit", 1...100), query.int64("after", 0...Int64.max))
        let (mode, dryRun) = (query.choice("mode", of: Mode.self), query.flag("dry_run"))
        let (missing, missingFlag) = (query.int("missing", 1...2), query.flag("missing"))
        #expect(limit == 10 && after == 0 && mode == .full && dryRun && missing == nil && !missingFlag)
        try query.finish()
    }

    @Test func allFaultsOfAQueryAreListedAtOnce() {
        var query = query("limit=0&after=-1&mode=Full&dry_run&twice=1&twice=1&empty=")
        _ = query.int("limit", 1...100)
        _ = query.int64("after", 0...Int64.max)
        _ = query.choice("mode", of: Mode.self)
        _ = query.flag("dry_run")
        _ = query.int("twice", 1...2)
        _ = query.int("empty", 1...2)
        let problem = #expect(throws: Problem.self) { try query.finish() }
        #expect(problem?.errors.map(\.field) == ["limit", "after", "mode", "dry_run", "twice", "empty"])
    }
}
