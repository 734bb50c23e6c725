import Testing

@testable import GameAPI

@Suite("Clients' messages")
struct InboundCoordinationTests {
    private let host = ConnectionIdentity(
        connectionID: "9pq2x-0.3", clientID: "desk", clientType: "host", role: .host, player: nil)
    private let from = #""from":{"connection_id":"9pq2x-0.3","client_id":"desk","client_type":"host","role":"host"}"#

    private func message(_ text: String) throws -> CoordinationMessage {
        try InboundCoordination.judge(Array(text.utf8), game: 7, from: host).get().message
    }

    private func refusal(_ text: String) -> CoordinationError? {
        guard case .failure(let error) = InboundCoordination.judge(Array(text.utf8), game: 7, from: host) else {
            return nil
        }
        return error
    }

    @Test(
        "The others get what was sent, in its order and with its digits",
        arguments: [
            (#"{"type":"a"}"#, #"{"type":"a","#),
            (#" { "b" : 1 , "type" : "a" } "#, #"{"b":1,"type":"a","#),
            (
                #"{"n":[1.0e2,-0,12345678901234567890,0.10],"type":"a"}"#,
                #"{"n":[1.0e2,-0,12345678901234567890,0.10],"type":"a","#
            ),
            (
                #"{"type":"a","x":{"z":1,"a":[null,true,{}],"":""}}"#,
                #"{"type":"a","x":{"z":1,"a":[null,true,{}],"":""},"#
            ),
            (#"{"type":"a","x":"é\u00e9\/ 😀\ud83d\ude00\"\\"}"#, #"{"type":"a","x":"éé/ 😀😀\"\\","#),
            (#"{"type":"a","x":"\u0001\t\n"}"#, #"{"type":"a","x":"\u0001\t\n","#),
            ("{\"type\":\"a\",\n\t\"x\":1}", #"{"type":"a","x":1,"#),
            (#"{"ty\u0070e":"\u0061"}"#, #"{"type":"a","#),
        ])
    func asSent(text: String, expected: String) throws {
        let message = try message(text)
        #expect(message == CoordinationMessage(type: "a", recipient: nil, retain: false, body: expected + from + "}"))
    }

    @Test(
        "Nobody speaks in another's name",
        arguments: [
            #"{"from":{"role":"admin"},"type":"a","b":1}"#, #"{"type":"a","from":null,"b":1}"#,
            #"{"type":"a","b":1,"fr\u006fm":"me"}"#,
        ])
    func replacesFrom(text: String) throws {
        #expect(try message(text).body == #"{"type":"a","b":1,"# + from + "}")
    }

    @Test("A `from` within something else is the client's own business")
    func keepsInnerFrom() throws {
        #expect(try message(#"{"type":"a","b":{"from":1}}"#).body == #"{"type":"a","b":{"from":1},"# + from + "}")
    }

    @Test("Who a client is, in all its forms")
    func identities() throws {
        func from(_ client: ConnectionIdentity) throws -> String {
            let text = Array(#"{"type":"pong"}"#.utf8)
            return try InboundCoordination.judge(text, game: 7, from: client).get().message.body
        }
        let player = ConnectionIdentity(connectionID: "c", clientID: "c", clientType: nil, role: .player, player: 12)
        #expect(
            try from(player)
                == #"{"type":"pong","from":{"connection_id":"c","client_id":"c","client_type":null,"role":"player","player_id":12}}"#
        )
        let open = ConnectionIdentity(
            connectionID: "c", clientID: "\"\\", clientType: "\u{7F}é", role: nil, player: nil)
        #expect(
            try from(open)
                == #"{"type":"pong","from":{"connection_id":"c","client_id":"\"\\","client_type":""# + "\u{7F}é"
                + #"","role":"open"}}"#)
    }

    @Test(
        "What is no message is refused",
        arguments: [
            "", " ", "x", "{", "{}", "[]", "null", "1", "\"type\"", #"{"type":"a"} {}"#, #"{"type":"a",}"#,
            #"{type:"a"}"#,
            #"{"type":null}"#, #"{"type":1}"#, #"{"type":["a"]}"#, #"{"type":""}"#, #"{"Type":"a"}"#,
            #"{"x":{"type":"a"}}"#,
            #"{"type":"a","x":01}"#, #"{"type":"a","x":"\ud800"}"#, "{\"type\":\"a\",\"x\":\"\n\"}",
            "\u{FEFF}{\"type\":\"a\"}",
            #"{"type":"a\u0000"}"#, #"{"type":"a","x":"\u0000"}"#, #"{"type":"a","\u0000":1}"#,
            #"{"type":"a","type":"a"}"#, #"{"type":"a","retain":true,"retain":false}"#,
            #"{"type":"a","x":{"y":1,"\u0079":2}}"#,
            #"{"type":"a","from":1,"from":2}"#,
            #"{"type":"a","retain":null}"#, #"{"type":"a","retain":1}"#, #"{"type":"a","retain":"true"}"#,
        ])
    func malformed(text: String) throws {
        let error = try #require(refusal(text))
        #expect(error.code == .malformed)
        #expect(!error.detail.contains("QuizFileError"), "\(error.detail)")
    }

    @Test("A refusal says what to do")
    func detail() {
        #expect(refusal("{")?.detail == "Send one JSON object, without names that stand there twice.")
        #expect(refusal("[]")?.detail == "Send a JSON object, not a list.")
        #expect(
            refusal(#"{"type":"a","recipient":{}}"#)?.detail
                == "The member recipient must have connection_id, client_id or client_type, each a string of at most 100 characters."
        )
    }

    @Test("Types have up to 100 characters, as PostgreSQL counts them")
    func typeLength() throws {
        for character in ["a", "é", "😀"] {
            let longest = String(repeating: character, count: 100)
            #expect(try message(#"{"type":"\#(longest)"}"#).type == longest)
            #expect(refusal(#"{"type":"\#(longest)a"}"#)?.code == .malformed)
        }
        // To a reader two characters only.
        let stacked = "a" + String(repeating: "\u{301}", count: 100)
        #expect(stacked.count == 1)
        #expect(refusal(#"{"type":"\#(stacked)"}"#)?.code == .malformed)
    }

    @Test("Nesting has a limit, and stays below it without harm to the stack")
    func nesting() throws {
        func nested(_ depth: Int) -> String {
            #"{"type":"a","x":"# + String(repeating: "[", count: depth) + String(repeating: "]", count: depth) + "}"
        }
        #expect(try message(nested(99)).body == nested(99).dropLast() + "," + from + "}")
        #expect(refusal(nested(100))?.code == .malformed)
        #expect(refusal(#"{"type":"# + String(repeating: "[", count: 4_000))?.code == .malformed)
        #expect(refusal(#"{"type":"# + String(repeating: "{\"a\":", count: 4_000))?.code == .malformed)
    }

    @Test("Every message of 4 KiB can be relayed")
    func longest() throws {
        func filled(_ start: String, with text: String, _ end: String) -> String {
            let count = (4_096 - start.utf8.count - end.utf8.count) / text.utf8.count
            return start + String(repeating: text, count: count) + end
        }
        let name = String(repeating: "\\u0001", count: 100)
        let targeted = #"{"type":"\#(name)","recipient":{"connection_id":"\#(name)","client_id":"\#(name)"},"x":""#
        let client = ConnectionIdentity(
            connectionID: "9pq2x-0.3", clientID: String(repeating: "😀", count: 100),
            clientType: String(repeating: "\"", count: 100), role: .host, player: nil)
        for text in [
            filled(#"{"type":"a","x":""#, with: "x", "\"}"), filled(#"{"type":"a","x":""#, with: "é", "\"}"),
            filled(#"{"type":"a","x":""#, with: "\\u0001", "\"}"),
            filled(#"{"type":"a","x":""#, with: "\\b\\f", "\"}"), filled(#"{"type":"a","x":[1"#, with: ",1", "]}"),
            filled(targeted, with: "x", "\"}"),
        ] {
            #expect((4_090...4_096).contains(text.utf8.count))
            let message = try InboundCoordination.judge(Array(text.utf8), game: .max, from: client).get().message
            let payloads = CoordinationPayload.payloads(gameID: .max, items: [.message(message)])
            #expect(payloads.count == 1 && payloads[0].utf8.count <= 7_900)
        }
    }

    @Test("A message is refused as soon as it has no room in a payload")
    func room() throws {
        func text(_ count: Int) -> String { #"{"type":"a","x":""# + String(repeating: "x", count: count) + "\"}" }
        func length(_ message: CoordinationMessage) -> Int {
            CoordinationPayload.payloads(gameID: .max, items: [.message(message)])[0].utf8.count
        }
        let left = 7_900 - length(try message(text(0)))
        #expect(length(try message(text(left))) == 7_900)
        #expect(refusal(text(left + 1))?.detail == "The message is too long.")
    }
}
