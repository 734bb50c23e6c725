import Testing

@testable import Relay

/// How a room opens, keeps up, and starts anew.
@Suite struct RoomMachineTests {
    typealias Room = RoomMachineTranscript

    @Test func aStormOfJoinersCostsOneSnapshot() {
        var room = Room()
        #expect(room.announced(3).isEmpty, "nothing is read until somebody wants it")
        #expect(room.announced(upTo: 3).isEmpty)
        #expect(room.resumed().isEmpty)
        #expect(room.machine.isEmpty && !room.machine.isOpen)
        #expect(room.open() == ["read snapshot live"])
        #expect(room.open().isEmpty)
        #expect(room.join("a").isEmpty)
        #expect(room.join("b").isEmpty)
        #expect(room.answered(7, snapshot: 7) == ["a+b snapshot"])
        #expect(room.machine.isOpen && room.machine.sent == 7)
        #expect(room.join("c") == ["c snapshot"], "the hub has it already")
    }

    @Test func aJoinOpensTheRoomToo() {
        var room = Room()
        #expect(room.join("a") == ["read snapshot live"])
        #expect(room.answered(0, snapshot: 0) == ["a snapshot"])
    }

    @Test func whatIsAnnouncedWhileTheRoomOpensIsReadAfterTheSnapshot() {
        var room = Room()
        _ = room.open()
        #expect(room.announced(8, 9).isEmpty)
        #expect(room.answered(7, snapshot: 7) == ["read 500 after 7"])
        #expect(room.answered(9, 8...9).isEmpty, "nobody is there")
        #expect(room.machine.sent == 9)
    }

    @Test func whatIsAnnouncedGoesOutOnceAndInOrder() {
        var room = Room.opened(at: 5)
        _ = room.join("a")
        #expect(room.announced(6, 7) == ["to all: 6...7"])
        #expect(room.announced(6, 7).isEmpty)
        #expect(room.announced(7, 8) == ["to all: 8...8"])
        #expect(room.announced(upTo: 8).isEmpty)
    }

    @Test func aHoleIsFilledFromTheLogBeforeAnythingNewer() {
        var room = Room.opened(at: 5)
        _ = room.join("a")
        #expect(room.announced(6, 8) == ["to all: 6...6", "read 500 after 6"])
        #expect(room.announced(9).isEmpty, "one read at a time")
        #expect(room.answered(8, 7...8) == ["to all: 7...8", "read 500 after 8"])
        #expect(room.announced(9) == ["to all: 9...9"], "what fits is taken, whether a read is under way or not")
        #expect(room.announced(upTo: 10).isEmpty)
        #expect(room.answered(9, 9...9) == ["read 500 after 9"], "what was heard during a read may be newer than it")
        #expect(room.answered(10, 10...10) == ["to all: 10...10"])
    }

    @Test func aLongGapIsReadPageByPage() {
        var room = Room.opened(at: 0, Room.Machine.Limits(pageChanges: 3))
        _ = room.join("a")
        #expect(room.announced(upTo: 7) == ["read 3 after 0"])
        #expect(room.answered(7, 1...3) == ["to all: 1...3", "read 3 after 3"])
        #expect(room.answered(7, 4...6) == ["to all: 4...6", "read 3 after 6"])
        #expect(room.answered(7, 7...7) == ["to all: 7...7"])
    }

    @Test func aPageOfLargeChangesIsTakenInParts() {
        var room = Room.opened(at: 0, Room.Machine.Limits(pageBytes: 10))
        _ = room.join("a")
        _ = room.announced(upTo: 3)
        #expect(room.answered(3, 1...3, bytes: 5) == ["to all: 1...2", "read 500 after 2"])
        #expect(room.answered(3, 3...3, bytes: 50) == ["to all: 3...3"], "one goes through whatever its size")
    }

    @Test func whatTheDatabaseDoesNotKnowIsNotAskedForAgain() {
        var room = Room.opened(at: 5)
        #expect(room.announced(upTo: .max) == ["read 500 after 5"])
        #expect(room.answered(5).isEmpty)
    }

    @Test func afterTheListenerWasAwayTheLogIsRead() {
        var room = Room.opened(at: 5)
        _ = room.join("a")
        #expect(room.resumed() == ["read 500 after 5 live"])
        #expect(room.resumed().isEmpty)
        #expect(room.answered(6, 6...6) == ["to all: 6...6", "read 500 after 6 live"], "that one began too early")
        #expect(room.answered(6).isEmpty)
    }

    @Test func aDatabaseThatHasGoneBackResetsAll() {
        var room = Room.opened(at: 5)
        _ = room.join("a")
        _ = room.announced(6, 7)
        _ = room.resumed()
        #expect(room.answered(6) == ["read snapshot"])
        #expect(!room.machine.isOpen)
        #expect(room.join("b").isEmpty)
        #expect(room.announced(8).isEmpty && room.machine.sent == 7, "of which past?")
        #expect(room.answered(6, snapshot: 6) == ["reset", "b snapshot", "read 500 after 6"])
        #expect(room.answered(7, 7...7) == ["to all: 7...7"])
    }

    @Test func aLogThatHasBeenCutResetsAll() {
        var room = Room.opened(at: 5)
        _ = room.join("a")
        #expect(room.announced(9) == ["read 500 after 5"])
        #expect(room.answered(9, 8...9) == ["read snapshot"])
        #expect(room.answered(9, snapshot: 9) == ["reset"])
    }

    @Test func tooFarBehindIsCheaperAnew() {
        var room = Room.opened(at: 5)
        _ = room.join("a")
        #expect(room.announced(upTo: 10_006) == ["read 500 after 5"])
        #expect(room.answered(10_006, 6...505) == ["read snapshot"])
        #expect(room.answered(10_006, snapshot: 10_006) == ["reset"])
    }

    @Test func aGameThatIsGoneDissolvesTheRoomOnce() {
        var room = Room()
        _ = room.join("a")
        #expect(room.gone() == ["dissolve"])
        #expect(room.machine.isEmpty)
        #expect(room.gone().isEmpty && room.join("b").isEmpty && room.open().isEmpty)
        #expect(room.announced(1).isEmpty && room.announced(upTo: 1).isEmpty && room.resumed().isEmpty)
    }

    @Test func anAnswerWithoutTheSnapshotIsAskedForAgain() {
        var room = Room()
        _ = room.join("a")
        #expect(room.answered(5) == ["read snapshot"])
        #expect(room.answered(4, snapshot: 5) == ["a snapshot"])
        #expect(room.answered(5, snapshot: 5).isEmpty, "nothing was asked")
    }
}
