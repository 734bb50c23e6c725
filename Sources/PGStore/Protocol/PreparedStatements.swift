/// Which statements one connection has prepared.
///
/// PostgreSQL keeps a prepared statement when its transaction rolls back; but one whose `Parse` was skipped, because
/// something before it in the group failed, was never made. So a statement counts as prepared only once its answer is here.
struct PreparedStatements {
    struct Key: Hashable, Sendable {
        let name: String
        let variant: Int
    }

    enum Plan: Equatable {
        case execute(server: String)
        case prepare(server: String, Key)
        /// Another group is preparing it just now and may yet fail: do not rely on it.
        case unprepared
    }

    private enum State: Equatable {
        case preparing(group: UInt64)
        case prepared
        case forgotten
    }

    private struct Variant {
        let sql: String
        let types: [PGType]
        var state: State
        var server: String

        func fits(_ call: PGCall) -> Bool {
            guard sql == call.statement.sql, types.count == call.parameters.count else { return false }
            for (type, parameter) in zip(types, call.parameters) where type != parameter.type { return false }
            return true
        }
    }

    /// By name. One with other SQL or other parameter types under the same name is a variant of its own.
    private var statements: [String: [Variant]] = [:]
    private var generation = 0

    /// How to run a call in a group, given what is known now.
    mutating func plan(_ call: PGCall, group: UInt64) -> Plan {
        guard call.isPrepared else { return .unprepared }
        let name = call.statement.name
        let variants = statements[name] ?? []
        for index in variants.indices where variants[index].fits(call) {
            switch variants[index].state {
            case .prepared, .preparing(group: group): return .execute(server: variants[index].server)
            case .preparing: return .unprepared
            case .forgotten:
                let server = nextServerName(name)
                statements[name]?[index].server = server
                statements[name]?[index].state = .preparing(group: group)
                return .prepare(server: server, Key(name: name, variant: index))
            }
        }
        let server = statements[name] == nil ? name : nextServerName(name)
        let types = call.parameters.map(\.type)
        statements[name, default: []].append(
            Variant(sql: call.statement.sql, types: types, state: .preparing(group: group), server: server))
        return .prepare(server: server, Key(name: name, variant: variants.count))
    }

    /// A name that the server cannot know yet, so that a statement it still holds under the old one is not in the way.
    private mutating func nextServerName(_ name: String) -> String {
        generation += 1
        return "\(name)~\(generation)"
    }

    mutating func prepared(_ key: Key) { statements[key.name]?[key.variant].state = .prepared }
    mutating func failed(_ key: Key) { statements[key.name]?[key.variant].state = .forgotten }

    /// The server no longer knows the call's statement, or can no longer use it.
    mutating func forget(_ call: PGCall) {
        let name = call.statement.name
        guard call.isPrepared, let index = statements[name]?.firstIndex(where: { $0.fits(call) }),
            statements[name]?[index].state == .prepared
        else { return }
        statements[name]?[index].state = .forgotten
    }
}
