import Testing

@testable import GameAPI

@Suite("Who may say what")
struct PermissionTests {
    private func client(_ role: Role?, player: Int64? = nil) -> ConnectionIdentity {
        ConnectionIdentity(connectionID: "c", clientID: "c", clientType: nil, role: role, player: player)
    }

    private func code(_ type: String, _ role: Role?) -> CoordinationError.Code? {
        let client = client(role, player: role == .player ? 12 : nil)
        let text = Array(#"{"type":"\#(type)"}"#.utf8)
        guard case .failure(let error) = InboundCoordination.judge(text, game: 7, from: client) else { return nil }
        return error.code
    }

    private static let everybody: [Role?] = [.admin, .host, .board, .player, .spectator, nil]

    @Test("Nobody can forge a score, nor anything else that the server says", arguments: everybody)
    func forgery(role: Role?) {
        for type in ["record_answer", "toggle_question", "update_score"] {
            #expect(code(type, role) == .mutationOverWebSocket)
        }
        for type in ["welcome", "snapshot", "game_changed", "client_connection_status", "error", "reset"] {
            #expect(code(type, role) == .reservedType)
        }
        #expect(code("upd\\u0061te_score", role) == .mutationOverWebSocket, "escaped or not")
    }

    @Test(
        "Roles",
        arguments: [
            ("join_game", everybody), ("pong", everybody), ("buzzer_pressed", [.admin, .host, .player, nil]),
            ("select_question", [.admin, .host, nil]), ("Pong", [.admin, .host, nil]), ("ping", [.admin, .host, nil]),
            ("update_score ", [.admin, .host, nil]),
        ] as [(String, [Role?])])
    func roles(type: String, allowed: [Role?]) {
        for role in Self.everybody {
            #expect(
                code(type, role) == (allowed.contains(role) ? nil : .forbidden), "\(type) \(String(describing: role))")
        }
    }

    @Test(
        "A player presses for itself, which the database has to confirm",
        arguments: [
            ("", nil), (#","player_id":12"#, nil), (#","playerId":12,"x":{"player_id":13}"#, nil),
            (#","buzzerId":3"#, 3), (#","buzzer":3"#, 3),
            (#","buzzer_id":3,"buzzerId":3,"player_id":12"#, 3), (#","buzzerId":0"#, 0), (#","buzzer_id":-1"#, -1),
            (#","buzzer_id":2147483647"#, 2_147_483_647), (#","player":13"#, nil),
        ] as [(String, Int?)])
    func claim(members: String, buzzer: Int?) throws {
        let text = Array(#"{"type":"buzzer_pressed"\#(members)}"#.utf8)
        let judged = try InboundCoordination.judge(text, game: 7, from: client(.player, player: 12)).get()
        #expect(judged.claim == BuzzerClaim(game: 7, player: 12, buzzer: buzzer))
    }

    @Test(
        "A player does not press for others",
        arguments: [
            #""player_id":13"#, #""playerId":13"#, #""player_id":12,"playerId":13"#, #""player_id":"12""#,
            #""player_id":null"#,
            #""player_id":12.0"#, #""player_id":012e0"#, #""player_id":[12]"#, #""player_id":{"id":12}"#,
            #""player_id":true"#,
            #""buzzerId":3,"buzzer_id":4"#, #""buzzerId":"3""#, #""buzzer":4,"buzzer_id":3"#, #""buzzerId":3.5"#,
            #""buzzerId":null"#,
            #""buzzerId":2147483648"#,
            #""buzzerId":99999999999999999999"#, #""pl\u0061yer_id":13"#,
        ])
    func foreignClaim(member: String) throws {
        let text = Array(#"{"type":"buzzer_pressed",\#(member)}"#.utf8)
        let result = InboundCoordination.judge(text, game: 7, from: client(.player, player: 12))
        guard case .failure(let error) = result else { return #expect(Bool(false), "\(member) was accepted") }
        #expect(error.code == (member.contains("012e0") ? .malformed : .forbidden))
    }

    @Test("Whoever may send all needs no claim, and a player's other messages need none")
    func noClaim() throws {
        let press = Array(#"{"type":"buzzer_pressed","player_id":13,"buzzerId":"x"}"#.utf8)
        for role in [.admin, .host, nil] as [Role?] {
            #expect(try InboundCoordination.judge(press, game: 7, from: client(role)).get().claim == nil)
        }
        let pong = Array(#"{"type":"pong","player_id":13}"#.utf8)
        #expect(try InboundCoordination.judge(pong, game: 7, from: client(.player, player: 12)).get().claim == nil)
    }

    @Test("A player's token without a player presses nothing")
    func nobody() {
        let press = Array(#"{"type":"buzzer_pressed"}"#.utf8)
        guard case .failure(let error) = InboundCoordination.judge(press, game: 7, from: client(.player)) else {
            return #expect(Bool(false), "accepted")
        }
        #expect(error.code == .forbidden)
    }
}
