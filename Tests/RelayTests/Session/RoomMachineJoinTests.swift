import Testing

@testable import Relay

/// Who is admitted, when, and with what.
@Suite struct RoomMachineJoinTests {
    typealias Room = RoomMachineTranscript

    @Test func aNewcomerGetsTheGameAsItIsAndWhatComesAfterIt() {
        var room = Room.opened(at: 5)
        _ = room.announced(6, 7)
        #expect(room.join("a") == ["read snapshot"])
        #expect(room.announced(8).isEmpty)
        #expect(room.answered(7, snapshot: 7) == ["a snapshot: 8...8"])
        #expect(room.announced(9) == ["to all: 9...9"])
    }

    @Test func theSnapshotIsSharedWhileTheRevisionHasNotMoved() {
        var room = Room.opened(at: 2)
        #expect(room.join("a") == ["a snapshot"])
        #expect(room.join("b") == ["b snapshot"])
        #expect(room.announced(3) == ["to all: 3...3"])
        #expect(room.join("c") == ["read snapshot"])
        #expect(room.join("d").isEmpty)
        #expect(room.announced(4...8) == ["to all: 4...8"])
        #expect(room.answered(4, snapshot: 4) == ["c+d snapshot: 5...8"])
        #expect(room.join("e") == ["read snapshot"])
    }

    @Test func aSnapshotThatTheRingDoesNotReachIsReadAnew() {
        var room = Room.opened(at: 0, Room.Machine.Limits(ringChanges: 2))
        _ = room.announced(1...3)
        #expect(room.join("a") == ["read snapshot"])
        #expect(room.announced(4...6).isEmpty)
        #expect(room.answered(3, snapshot: 3) == ["read snapshot"], "4 is in the ring no more")
        #expect(room.answered(6, snapshot: 6) == ["a snapshot"])
    }

    @Test func aSnapshotAheadOfTheRoomWaitsForIt() {
        var room = Room.opened(at: 0)
        _ = room.announced(1)
        #expect(room.join("a") == ["read snapshot"])
        #expect(room.answered(3, snapshot: 3) == ["read 500 after 1"])
        #expect(room.announced(2).isEmpty)
        #expect(room.announced(3, 4) == ["a snapshot: 4...4"])
        #expect(room.answered(4, 2...4).isEmpty)

        #expect(room.announced(5) == ["to all: 5...5"])
        #expect(room.join("b") == ["read snapshot"])
        #expect(room.answered(5, snapshot: 6) == ["read 500 after 5"], "its announcement may be long in coming")
        #expect(room.answered(6, 6...6) == ["to all: 6...6", "b snapshot"])
    }

    @Test func aSnapshotOfAPastThatIsGoneIsNotWaitedFor() {
        var room = Room.opened(at: 0)
        _ = room.announced(1)
        _ = room.join("a")
        #expect(room.answered(3, snapshot: 3) == ["read 500 after 1"])
        #expect(room.answered(2, 2...2) == ["read snapshot"])
        #expect(room.answered(2, snapshot: 2) == ["a snapshot"])
    }

    @Test func theGapAndTheSnapshotAreReadTogether() {
        var room = Room.opened(at: 0)
        _ = room.announced(1)
        _ = room.resumed()
        #expect(room.join("a").isEmpty)
        _ = room.announced(3)
        #expect(room.answered(1) == ["read snapshot 500 after 1"])
        #expect(room.answered(3, snapshot: 3, 2...3) == ["a snapshot"])
    }

    @Test func whoComesBackGetsWhatItMissed() {
        var room = Room.opened(at: 5)
        _ = room.announced(6...9)
        #expect(room.join("a", after: 9) == ["a resumed"])
        #expect(room.join("b", after: 7) == ["b resumed: 8...9"])
        #expect(room.join("c", after: 5) == ["c resumed: 6...9"])
    }

    @Test func whoIsAheadOfTheRoomIsJudgedByTheDatabase() {
        var room = Room.opened(at: 5)
        #expect(room.join("a", after: 7) == ["read 500 after 5"])
        #expect(room.join("b", after: 9).isEmpty)
        #expect(room.join("c", after: .max).isEmpty)
        // b and c came after that read had begun: it cannot tell.
        #expect(room.answered(8, 6...8) == ["a resumed: 8...8", "read 500 after 8"])
        #expect(room.answered(9, 9...9) == ["to all: 9...9", "b resumed", "read snapshot"])
        #expect(room.answered(9, snapshot: 9) == ["c snapshot"])
    }

    @Test func whoLeavesIsNotAdmitted() {
        var room = Room()
        _ = room.join("a")
        _ = room.join("b")
        room.machine.leave("a")
        room.machine.leave("nobody")
        #expect(room.answered(1, snapshot: 1) == ["b snapshot"])
        room.machine.leave("b")
        #expect(room.machine.isEmpty)
        #expect(room.announced(2).isEmpty, "to nobody")
        #expect(room.machine.sent == 2)
    }
}
