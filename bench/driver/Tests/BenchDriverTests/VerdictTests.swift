import NIOEmbedded
import Testing

@testable import BenchDriver

@Suite struct VerdictTests {
    /// What the first of two sockets in a room makes of these messages, when two were published and the second socket
    /// has heard both.
    private func verdict(_ heard: [String]) -> Verdict {
        let loop = EmbeddedEventLoop()
        let run = Run(on: loop)
        defer { run.finish() }
        let audience = Audience(on: loop, run: run, key: "tag", firstCounted: 0)
        let members = (0..<2).map { Member(number: $0, room: 0, audience: audience) }
        for (member, messages) in zip(members, [heard, [one, two]]) {
            audience.add(member)
            for message in messages { member.hear(message) }
        }
        audience.expectProbes(in: [])
        var published = Messages()
        for key in [1, 2] { published.add(key: Int64(key)) }
        audience.drain(published: [published])
        let verdict = audience.verdict()
        for _ in 0..<verdict.missing { members[0].hear(two) }  // as somebody waits for it
        return verdict
    }

    private let one = #"{"tag":1}"#
    private let two = #"{"tag":2}"#

    @Test func allHeardOnce() throws {
        let verdict = verdict([one, #"{"type":"other"}"#, two])
        #expect(verdict == Verdict())
        try verdict.check()
    }

    @Test func missing() {
        let verdict = verdict([one])
        #expect(verdict == Verdict(missing: 1))
        #expect { try verdict.check() } throws: { "\($0)".contains("1 deliveries are missing") }
    }

    @Test func twice() {
        let verdict = verdict([one, two, two])
        #expect(verdict == Verdict(surplus: 1))
        #expect { try verdict.check() } throws: { "\($0)".contains("1 deliveries came that were not published") }
    }

    @Test func oneTwiceInsteadOfAnother() {
        let verdict = verdict([one, one])
        #expect(verdict == Verdict(mixed: 1))
        #expect { try verdict.check() } throws: { "\($0)".contains("1 of the sockets heard some messages twice") }
    }

    @Test func everythingThatIsWrongIsSaid() {
        var verdict = Verdict(lost: 1, missing: 20)
        verdict.add(Verdict(missing: 1, surplus: 3, mixed: 2))
        #expect(verdict == Verdict(lost: 1, missing: 21, surplus: 3, mixed: 2))
        #expect { try verdict.check() } throws: {
            "\($0)"
                == "the server closed 1 of the sockets; 21 deliveries are missing; 3 deliveries came that were not published, or came twice; 2 of the sockets heard some messages twice and others not at all"
        }
    }
}

extension Member {
    fileprivate func hear(_ message: String) { Array(message.utf8).withUnsafeBytes { received($0) } }
}
