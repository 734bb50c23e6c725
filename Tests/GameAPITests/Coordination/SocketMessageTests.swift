import Testing

@testable import GameAPI

@Suite("What the server says to clients")
struct SocketMessageTests {
    @Test("Welcome")
    func welcome() {
        let text = SocketMessage.welcome(
            gameID: 7, clientID: "l\"eft", connectionID: "9pq2x-0.3", revision: 0, resumed: false)
        let expected =
            #"{"type":"welcome","game_id":7,"client_id":"l\"eft","connection_id":"9pq2x-0.3","revision":0,"resumed":false}"#
        #expect(text == expected)
    }

    @Test("Snapshot, full and empty")
    func snapshot() {
        let players = #"[{"player_id":3,"score":-200,"version":1}]"#
        let questions = #"[{"question_id":5,"answered":true,"version":1}]"#
        let full = SocketMessage.snapshot(
            SnapshotText(revision: 9, players: players, questions: questions),
            retained: [#"{"type":"a"}"#, #"{"type":"b"}"#],
            clients: [ClientKey(type: "board", id: "left"), ClientKey(type: "h", id: "\\")])
        let head = #"{"type":"snapshot","revision":9,"players":\#(players),"questions":\#(questions),"#
        let clients = #"[{"client_type":"board","client_id":"left"},{"client_type":"h","client_id":"\\"}]"#
        #expect(full == head + #""retained":[{"type":"a"},{"type":"b"}],"clients":"# + clients + "}")
        let empty = SocketMessage.snapshot(
            SnapshotText(revision: 0, players: "[]", questions: "[]"), retained: [], clients: [])
        let none = #"{"type":"snapshot","revision":0,"players":[],"questions":[],"retained":[],"clients":[]}"#
        #expect(empty == none)
    }

    @Test("Who came and went, refusals, and reset")
    func others() {
        let gone = #"{"type":"client_connection_status","client_type":"board","client_id":"é","connected":false}"#
        #expect(SocketMessage.status(ClientKey(type: "board", id: "é"), connected: false) == gone)
        let error = CoordinationError(.mutationOverWebSocket, detail: "a\nb")
        #expect(SocketMessage.error(error) == #"{"type":"error","code":"mutation_over_websocket","detail":"a\nb"}"#)
        #expect(SocketMessage.reset == #"{"type":"reset"}"#)
    }

    @Test("The codes that programs go by")
    func codes() {
        let codes = [
            "malformed", "mutation_over_websocket", "reserved_type", "forbidden", "rate_limited", "unavailable",
            "overloaded", "too_many_retained",
        ]
        #expect(CoordinationError.Code.allCases.map(\.rawValue) == codes)
    }

    @Test("Clients are told apart by bytes, as PostgreSQL does")
    func keys() {
        let (composed, combined) = (ClientKey(type: "t", id: "\u{E9}"), ClientKey(type: "t", id: "e\u{301}"))
        #expect(composed != combined && Set([composed, combined, composed]).count == 2)
        #expect([composed, combined, ClientKey(type: "a", id: "z")].sorted().map(\.id) == ["z", "e\u{301}", "\u{E9}"])
    }
}
