import Testing

@testable import PGStore

/// Each test reads like a transcript: what is sent, what is answered, what comes of it.
@Suite struct PipelineMachineTests {
    typealias Machine = PipelineMachine<String, Int>
    let plain = PGCall(unprepared: "plain")
    let named = PGStatement("s", "SELECT 1")
    let error = PGError.ServerError(sqlState: .divisionByZero, message: "division by zero")
    let cancelled = PGError.ServerError(sqlState: .queryCanceled, message: "canceling statement")

    func drain(_ machine: inout Machine) -> [String] {
        var sent: [String] = []
        while let send = machine.nextSend() {
            switch send {
            case .prepare(let server, _): sent.append("prepare \(server)")
            case .execute(let server, _): sent.append("execute \(server)")
            case .query(let call): sent.append("query \(call.statement.sql)")
            case .sync: sent.append("sync")
            }
        }
        return sent
    }

    func answer(_ machine: inout Machine, _ answers: Machine.Answer...) -> [String] {
        answers.compactMap { answer in
            switch machine.received(answer) {
            case .more: nil
            case .completed(let tag, .success(let rows)): "\(tag) \(rows)"
            case .completed(let tag, .failure(let error)): "\(tag) \(error)"
            case .ended(let error): "ended: \(error)"
            case .violation(let reason): "violation: \(reason)"
            }
        }
    }

    @Test func aGroupIsPreparedRunAndSynced() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [named(), named(), plain], tag: "a", deadline: nil)
        #expect(drain(&machine) == ["prepare s", "execute s", "execute s", "query plain", "sync"])
        #expect(answer(&machine, .rows(0), .end, .rows(1), .end, .rows(2), .end, .rows(3), .end).isEmpty)
        #expect(answer(&machine, .sync) == ["a [1, 2, 3]"])
        #expect(machine.isIdle)
        machine.enqueue(id: 2, calls: [named()], tag: "b", deadline: nil)
        #expect(drain(&machine) == ["execute s", "sync"])
    }

    @Test func groupsAreAnsweredInOrder() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [plain], tag: "a", deadline: nil)
        #expect(drain(&machine) == ["query plain", "sync"])
        machine.enqueue(id: 2, calls: [plain], tag: "b", deadline: nil)
        #expect(drain(&machine) == ["query plain", "sync"])
        #expect(answer(&machine, .rows(1), .end, .sync, .rows(2), .end, .sync) == ["a [1]", "b [2]"])
    }

    @Test func aFailureSkipsTheRestOfItsGroupOnly() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [plain, plain, plain], tag: "a", deadline: nil)
        machine.enqueue(id: 2, calls: [plain], tag: "b", deadline: nil)
        _ = drain(&machine)
        let lines = answer(&machine, .rows(1), .end, .failed(error), .end, .aborted, .end, .sync, .rows(9), .end, .sync)
        #expect(lines == ["a ERROR 22012: division by zero", "b [9]"])
    }

    @Test func aStatementWhosePrepareWasSkippedIsPreparedAgain() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [plain, named()], tag: "a", deadline: nil)
        #expect(drain(&machine) == ["query plain", "prepare s", "execute s", "sync"])
        _ = answer(&machine, .failed(error), .end, .aborted, .end, .aborted, .end, .sync)
        machine.enqueue(id: 2, calls: [named()], tag: "b", deadline: nil)
        #expect(drain(&machine) == ["prepare s~1", "execute s~1", "sync"])
    }

    @Test func aStatementThatWasPreparedStaysSoWhenItsGroupFails() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [named(), plain], tag: "a", deadline: nil)
        _ = drain(&machine)
        _ = answer(&machine, .rows(0), .end, .rows(1), .end, .failed(error), .end, .sync)
        machine.enqueue(id: 2, calls: [named()], tag: "b", deadline: nil)
        #expect(drain(&machine) == ["execute s", "sync"])
    }

    @Test func nobodyReliesOnAnotherGroupsPrepare() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [named()], tag: "a", deadline: nil)
        _ = drain(&machine)
        machine.enqueue(id: 2, calls: [named()], tag: "b", deadline: nil)
        #expect(drain(&machine) == ["query SELECT 1", "sync"])
    }

    @Test func aLostStatementIsPreparedAgainUnderAnotherName() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [named()], tag: "a", deadline: nil)
        _ = drain(&machine)
        _ = answer(&machine, .rows(0), .end, .rows(1), .end, .sync)
        machine.enqueue(id: 2, calls: [named()], tag: "b", deadline: nil)
        _ = drain(&machine)
        let gone = PGError.ServerError(sqlState: .invalidStatementName, message: "gone")
        #expect(answer(&machine, .failed(gone), .end, .sync) == ["b ERROR 26000: gone"])
        machine.enqueue(id: 3, calls: [named()], tag: "c", deadline: nil)
        #expect(drain(&machine) == ["prepare s~1", "execute s~1", "sync"])
    }

    @Test func whatWasSentIsUnknownAndWhatWasNotIsClosed() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [plain, plain], tag: "a", deadline: nil)
        machine.enqueue(id: 2, calls: [plain, plain], tag: "b", deadline: nil)
        machine.enqueue(id: 3, calls: [plain], tag: "c", deadline: nil)
        for _ in 0..<4 { _ = machine.nextSend() }
        _ = answer(&machine, .failed(error), .end)
        let lost = machine.lost(.timeout).map { "\($0.0) \($0.1)" }
        #expect(lost.count == 3 && machine.isIdle)
        #expect(lost[0].contains("22012") && lost[1] == "b failure(\(PGError.timeout))" && lost[2].contains("closed"))
    }

    /// Otherwise a commit would be reported that may not have happened.
    @Test func anEndBetweenTheLastAnswerAndTheSyncIsALoss() {
        var machine = Machine()
        machine.enqueue(id: 1, calls: [plain], tag: "a", deadline: nil)
        _ = drain(&machine)
        let shutdown = PGError.ServerError(sqlState: .adminShutdown, severity: "FATAL", message: "bye")
        let lines = answer(&machine, .rows(1), .end, .failed(shutdown))
        #expect(lines == ["ended: the connection to PostgreSQL was lost: 57P01 bye"])
        #expect(machine.lost(.connectionLost("x")).count == 1)
    }

    @Test func answersOutOfPlaceAreViolations() {
        var machine = Machine()
        #expect(answer(&machine, .rows(1)) == ["violation: an answer without a question"])
        machine.enqueue(id: 1, calls: [plain], tag: "a", deadline: nil)
        #expect(answer(&machine, .sync) == ["violation: an answer without a question"])
        _ = drain(&machine)
        #expect(answer(&machine, .end) == ["violation: a statement without a result"])
        #expect(answer(&machine, .sync) == ["violation: a sync before all answers"])
        #expect(answer(&machine, .rows(1), .rows(1)) == ["violation: two results of one statement"])
        #expect(answer(&machine, .end, .rows(1)) == ["violation: an answer where a sync was due"])
    }
}
