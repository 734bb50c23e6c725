import Testing

@testable import PGStore

@Suite struct PreparedStatementsTests {
    let statement = PGStatement("s", "SELECT $1")

    @Test func otherTypesAndOtherTextAreVariants() {
        var prepared = PreparedStatements()
        let key = PreparedStatements.Key(name: "s", variant: 0)
        #expect(prepared.plan(statement(1), group: 1) == .prepare(server: "s", key))
        prepared.prepared(key)
        #expect(prepared.plan(statement(2), group: 2) == .execute(server: "s"))
        #expect(prepared.plan(statement("2"), group: 2) == .prepare(server: "s~1", .init(name: "s", variant: 1)))
        let other = PGStatement("s", "SELECT $1, 2")
        #expect(prepared.plan(other(1), group: 2) == .prepare(server: "s~2", .init(name: "s", variant: 2)))
        #expect(prepared.plan(statement(3), group: 3) == .execute(server: "s"))
    }

    @Test func onlyThePreparingGroupUsesItBeforeTheAnswer() {
        var prepared = PreparedStatements()
        _ = prepared.plan(statement(1), group: 1)
        #expect(prepared.plan(statement(1), group: 1) == .execute(server: "s"))
        #expect(prepared.plan(statement(1), group: 2) == .unprepared)
    }

    @Test func unpreparedTextIsNeverPrepared() {
        var prepared = PreparedStatements()
        #expect(prepared.plan(PGCall(unprepared: "BEGIN"), group: 1) == .unprepared)
    }
}
