import Testing

@testable import Relay

@Suite struct RetainedMessagesTests {
    struct Message: RetainedMessage, CustomStringConvertible {
        let type: String
        let text: Int

        init(_ type: String, _ text: Int) {
            self.type = type
            self.text = text
        }

        var description: String { "\(type)\(text)" }
    }

    typealias Retained = RetainedMessages<Message>

    func names(_ messages: [Message]) -> String { messages.map(\.description).joined(separator: " ") }

    @Test func theNewestOfEachTypeInTheOrderTheyWereKept() {
        var retained = Retained()
        for message in [Message("a", 1), Message("b", 1), Message("a", 2), Message("c", 1)] { retained.keep(message) }
        #expect(names(retained.messages) == "b1 a2 c1")
        #expect(retained.count == 3)
        #expect(retained.contains("a") && !retained.contains("d"))
    }

    @Test func whatWasMissedIsHandedBack() {
        var retained = Retained()
        for message in [Message("a", 1), Message("b", 1), Message("old", 1)] { retained.keep(message) }
        retained.beginRead()
        #expect(names(retained.replaceAll([Message("a", 1), Message("b", 2), Message("c", 1)])) == "b2 c1")
        #expect(names(retained.messages) == "a1 b2 c1")
        #expect(retained.replaceAll(retained.messages).isEmpty)
    }

    @Test func whatCameDuringTheReadIsNotUndone() {
        var retained = Retained()
        retained.keep(Message("a", 1))
        retained.beginRead()
        retained.keep(Message("a", 2))
        retained.keep(Message("b", 1))
        #expect(names(retained.replaceAll([Message("a", 1), Message("c", 1)])) == "c1")
        #expect(names(retained.messages) == "c1 a2 b1")
        // The next read sees them.
        retained.beginRead()
        #expect(names(retained.replaceAll([Message("a", 3)])) == "a3")
        #expect(names(retained.messages) == "a3")
    }
}
