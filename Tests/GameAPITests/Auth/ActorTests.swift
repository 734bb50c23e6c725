import Testing

@testable import GameAPI

@Suite struct ActorTests {
    struct Case: Sendable, CustomTestStringConvertible {
        let actor: GameAPI.Actor
        let name: String
        /// Read, mutate, export, act as player 12: of game 7.
        let rights: [Bool]

        var testDescription: String { name }
    }

    @Test(arguments: [
        Case(actor: .anonymous, name: "anonymous", rights: [false, false, false]),
        Case(actor: .open, name: "open", rights: [true, true, true]),
        Case(actor: .admin, name: "admin", rights: [true, true, true]),
        Case(actor: Actor(.host(7)), name: "host", rights: [true, true, true]),
        Case(actor: Actor(.board(7)), name: "board", rights: [true, false, false]),
        Case(actor: Actor(.spectator(7)), name: "spectator", rights: [true, false, false]),
        Case(actor: Actor(.player(12, game: 7)), name: "player:12", rights: [true, false, false]),
        Case(actor: Actor(.player(13, game: 7)), name: "player:13", rights: [true, false, false]),
        Case(actor: Actor(.host(8)), name: "host", rights: [false, false, false]),
        Case(actor: Actor(.player(12, game: 8)), name: "player:12", rights: [false, false, false]),
    ])
    func rights(of actor: Case) {
        let who = actor.actor
        #expect(who.name == actor.name)
        #expect([who.may(read: 7), who.mayMutate(7), who.mayExport(7)] == actor.rights)
    }

    @Test func onlyTheAdminAndTheOpenServerReadAllGames() {
        #expect(Actor.admin.mayReadAllGames && Actor.open.mayReadAllGames)
        #expect(!Actor.anonymous.mayReadAllGames && !Actor(.host(7)).mayReadAllGames)
    }
}
