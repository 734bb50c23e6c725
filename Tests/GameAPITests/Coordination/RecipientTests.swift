import Testing

@testable import GameAPI

@Suite("Recipients")
struct RecipientTests {
    private let host = ConnectionIdentity(
        connectionID: "c", clientID: "c", clientType: nil, role: .host, player: nil)

    private func judge(_ members: String) -> Result<CoordinationMessage, CoordinationError> {
        InboundCoordination.judge(Array(#"{"type":"a",\#(members)}"#.utf8), game: 7, from: host).map(\.message)
    }

    @Test(
        "What is read of them; they go to the clients as they were sent",
        arguments: [
            (#""recipient":null"#, nil),
            (#""recipient":"c1""#, Recipient(connectionID: "c1", clientID: nil, clientType: nil)),
            (#""recipient":{"connection_id":"c1"}"#, Recipient(connectionID: "c1", clientID: nil, clientType: nil)),
            (#""recipient":{"client_id":"é"}"#, Recipient(connectionID: nil, clientID: "é", clientType: nil)),
            (
                #""recipient":{"client_type":"t","client_id":"i","connection_id":"c"}"#,
                Recipient(connectionID: "c", clientID: "i", clientType: "t")
            ),
            (#""recipient":{"client_type":""}"#, Recipient(connectionID: nil, clientID: nil, clientType: "")),
        ] as [(String, Recipient?)])
    func read(members: String, recipient: Recipient?) throws {
        for retain in [false, true] {
            let sent = retain ? members + #","retain":true"# : members
            let message = try judge(sent).get()
            #expect(message.recipient == recipient && message.retain == retain)
            #expect(message.body.hasPrefix(#"{"type":"a",\#(sent),"from":{"#))
        }
    }

    @Test(
        "What is none",
        arguments: [
            "1", "true", "[]", "{}", #"{"client_id":null}"#, #"{"client_id":1}"#, #"{"client_ID":"a"}"#,
            #"{"client_id":"a","name":"b"}"#, #"{"client_id":"a","client_id":"a"}"#, #"["c1"]"#,
            #"{"client_id":"\#(String(repeating: "x", count: 101))"}"#, #""\#(String(repeating: "x", count: 101))""#,
        ])
    func malformed(recipient: String) {
        guard case .failure(let error) = judge(#""recipient":\#(recipient)"#) else {
            return #expect(Bool(false), "\(recipient) was accepted")
        }
        #expect(error.code == .malformed)
    }

    @Test("All that is given must match")
    func matches() {
        let names: [String?] = [nil, "a", "b"]
        for (connection, client, type) in names.flatMap({ one in
            names.flatMap { other in names.map { (one, other, $0) } }
        }) {
            let recipient = Recipient(connectionID: connection, clientID: client, clientType: type)
            for kind in names {
                let identity = ConnectionIdentity(
                    connectionID: "a", clientID: "b", clientType: kind, role: nil, player: nil)
                let isMatch =
                    [nil, "a"].contains(connection) && [nil, "b"].contains(client) && (type == nil || type == kind)
                #expect(recipient.matches(identity) == isMatch, "\(recipient) \(identity)")
            }
        }
    }
}
