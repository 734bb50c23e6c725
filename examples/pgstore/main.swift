// PGStore alone: two buyers, one shop, and a listener that sees each sale.
//
//     swift run pgstore-example "postgresql://localhost/postgres"

import Logging
import PGStore

let logger = Logger(label: "example")
let configuration = try PGConfiguration(CommandLine.arguments.dropFirst().first ?? "")
let pool = PGPool(configuration: configuration, maximumConnections: 4, logger: logger)
let listener = PGListener(configuration: configuration, channels: ["example_sale"], logger: logger)

let begin = PGStatement("begin", "BEGIN")
let commit = PGStatement("commit", "COMMIT")
let stock = PGStatement("stock", "SELECT left_over FROM example_item WHERE id = $1 FOR UPDATE")
let take = PGStatement("take", "UPDATE example_item SET left_over = left_over - $2 WHERE id = $1")
let tell = PGStatement("tell", "SELECT pg_notify('example_sale', $1)")

/// Two trips to the server: lock and look, then write, tell and commit.
func order(_ count: Int, by buyer: String) async throws -> Bool {
    try await pool.withConnection { connection in
        let seen = try await connection.pipeline([begin(), stock(1)])
        guard let row = seen[1].first, try row.decode(0, as: Int.self) >= count else {
            return false  // The pool rolls back what is left open.
        }
        try await connection.pipeline([take(1, count), tell("\(buyer) \(count)"), commit()])
        return true
    }
}

try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { await pool.run() }
    try await pool.withConnection { connection in
        try await connection.simple("DROP TABLE IF EXISTS example_item")
        try await connection.simple("CREATE TABLE example_item (id int8 PRIMARY KEY, left_over int8 NOT NULL)")
        try await connection.simple("INSERT INTO example_item VALUES (1, 10)")
    }
    try await listener.withEvents { events in
        var iterator = events.makeAsyncIterator()
        _ = await iterator.next()  // .resumed: from here on nothing is missed.
        async let ann = order(7, by: "Ann")
        async let bob = order(6, by: "Bob")
        let sold = try await (ann, bob)
        print("Ann: \(sold.0 ? "sold" : "sold out"), Bob: \(sold.1 ? "sold" : "sold out")")
        if case .notification(_, let payload, _) = await iterator.next()?.first { print("heard: \(payload)") }
    }
    do {
        try await pool.withConnection { _ = try await $0.simple("INSERT INTO example_item VALUES (1, 5)") }
    } catch let error as PGError {
        print("as it should be: \(error.sqlState == .uniqueViolation), constraint \(error.constraint ?? "?")")
    }
    try await pool.withConnection { _ = try await $0.simple("DROP TABLE example_item") }
    group.cancelAll()
}
