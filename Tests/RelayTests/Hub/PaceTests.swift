import NIOCore
import Testing

@testable import Relay

@Suite struct PaceTests {
    private let beginning = NIODeadline.uptimeNanoseconds(1_000_000_000)

    @Test func theFirstRoundWaitsForNothing() {
        #expect(Pace().next <= .uptimeNanoseconds(0))
    }

    @Test func twiceTheTimeOfALongRoundPassesBeforeTheNext() {
        var pace = Pace()
        let end = beginning + .milliseconds(1)
        pace.roundEnded(end, began: beginning)
        #expect(pace.next == end + .milliseconds(2))
    }

    @Test func afterAShortRoundThereIsNoPause() {
        var pace = Pace()
        pace.roundEnded(beginning + .milliseconds(3), began: beginning)
        let end = beginning + .milliseconds(10)
        pace.roundEnded(end, began: end - .microseconds(199))
        #expect(pace.next == end)
        pace.roundEnded(end, began: end - .microseconds(200))
        #expect(pace.next == end + .microseconds(400))
    }

    @Test func noPauseIsLongerThanAFewMilliseconds() {
        var pace = Pace()
        let end = beginning + .seconds(5)
        pace.roundEnded(end, began: beginning)
        #expect(pace.next == end + .milliseconds(4))
    }
}
