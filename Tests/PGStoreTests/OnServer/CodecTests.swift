import Testing

@testable import PGStore

extension OnServer {
    @Suite struct CodecTests {
        /// There and back, and once more as what PostgreSQL itself makes of it, so that two mistakes cannot cancel out.
        func check<T: PGEncodable & PGDecodable & Equatable>(
            _ values: [T], as type: String, _ connection: PGConnection
        ) async throws {
            let echo = PGStatement("echo_\(type.filter(\.isLetter))", "SELECT $1, $1::text::\(type), $1::text")
            for value in values {
                let row = try await connection.execute(echo(value))[0]
                #expect(try row.decode(0, as: T.self) == value)
                let text = try row.decode(2, as: String?.self) ?? "NULL"
                #expect(try row.decode(1, as: T.self) == value, "as \(text)")
            }
        }

        @Test func scalars() async throws {
            try await Server.withConnection { connection in
                try await check([true, false], as: "bool", connection)
                try await check([Int16.min, -1, 0, 1, .max], as: "int2", connection)
                try await check([Int32.min, -1, 0, 1, .max], as: "int4", connection)
                try await check([Int64.min, -1, 0, 1, .max], as: "int8", connection)
                try await check([Int.min, -1, 0, 1, .max], as: "int8", connection)
                let doubles = [0, -0.5, .pi, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude]
                try await check(doubles, as: "float8", connection)
                try await check(
                    ["", "a", "é 🎉 'x' \\", String(repeating: "ü", count: 100_000)], as: "text", connection)
                try await check([[UInt8](), [0], [UInt8](0...255)], as: "bytea", connection)
            }
        }

        @Test func nulls() async throws {
            try await Server.withConnection { connection in
                try await check([true, nil], as: "bool", connection)
                try await check([Int16(1), nil], as: "int2", connection)
                try await check([Int32(1), nil], as: "int4", connection)
                try await check([Int64(1), nil], as: "int8", connection)
                try await check([1.5, nil], as: "float8", connection)
                try await check(["", nil], as: "text", connection)
                try await check([[UInt8](), nil], as: "bytea", connection)
                try await check([[1, 2], nil, []], as: "int8[]", connection)
                let row = try await connection.execute(PGStatement("null", "SELECT NULL::int4")())[0]
                #expect(throws: PGError.decoding("NULL where Int32 is wanted")) { try row.decode(0, as: Int32.self) }
            }
        }

        @Test func arrays() async throws {
            try await Server.withConnection { connection in
                try await check([[true, false], []], as: "bool[]", connection)
                try await check([[Int16.min, .max], []], as: "int2[]", connection)
                try await check([[Int32.min, .max], []], as: "int4[]", connection)
                try await check([[Int64.min, .max], []], as: "int8[]", connection)
                try await check([Array(0..<10_000), []], as: "int8[]", connection)
                try await check([[0.5, .infinity], []], as: "float8[]", connection)
                try await check([["", "NULL", "{\"", "é"], []], as: "text[]", connection)
                try await check([[[], [0, 255]], []] as [[[UInt8]]], as: "bytea[]", connection)
                try await check([[true, nil], [nil]], as: "bool[]", connection)
                try await check([[1, nil, 3]] as [[Int32?]], as: "int4[]", connection)
                try await check([[1, nil, 3], [nil, nil]] as [[Int?]], as: "int8[]", connection)
                try await check([["a", nil, ""]] as [[String?]], as: "text[]", connection)
                try await check([[[1], nil]] as [[[UInt8]?]], as: "bytea[]", connection)
            }
        }

        @Test func columnsOfOtherTypesWidenOrAreRefused() async throws {
            try await Server.withConnection { connection in
                let sql = """
                    SELECT 7::int2, 8::int4, 9::int8, '{"a": 1}'::jsonb, '{"a":1}'::json, 'n'::name, 'v'::varchar(3),
                        1.5::float4, pg_current_xact_id(), 17::oid, '{{1,2}}'::int4[], 'x'::"char", pg_notify('c', '')
                    """
                let row = try await connection.execute(PGStatement("others", sql)())[0]
                #expect(try row.decode(0, as: Int.self) == 7 && row.decode(0, as: Int32.self) == 7)
                #expect(try row.decode(1, as: Int64.self) == 8 && row.decode(1, as: Int16.self) == 8)
                #expect(try row.decode(2, as: Int32.self) == 9)
                #expect(try row.decode(3, as: String.self) == #"{"a": 1}"#)
                #expect(try row.decode(3, as: [UInt8].self) == Array(#"{"a": 1}"#.utf8))
                #expect(try row.decode(4, as: [UInt8].self) == Array(#"{"a":1}"#.utf8))
                #expect(try row.decode(5, as: String.self) == "n" && row.decode(6, as: String.self) == "v")
                #expect(try row.decode(7, as: Double.self) == 1.5)
                #expect(try row.decode(8, as: UInt64.self) > 0 && row.decode(8, as: Int64.self) > 0)
                #expect(try row.decode(9, as: UInt32.self) == 17)
                #expect(try row.decode(11, as: String.self) == "x" && row.decode(12, as: String.self) == "")
                #expect(throws: PGError.self) { try row.decode(0, as: String.self) }
                #expect(throws: PGError.self) { try row.decode(5, as: Int.self) }
                #expect(throws: PGError.decoding("an array of 2 dimensions")) { try row.decode(10, as: [Int].self) }
                #expect(throws: PGError.decoding("column 13 of 13")) { try row.decode(13, as: Int.self) }
                let big = try await connection.execute(Server.echo(Int.max))[0]
                #expect(throws: PGError.decoding("a value out of range for Int32")) {
                    try big.decode(0, as: Int32.self)
                }
            }
        }

        @Test func brokenBytesAreErrors() {
            let bytes: [UInt8] = [0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 23, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 4, 0, 0]
            for count in 0...bytes.count {
                #expect(throws: PGError.self) {
                    try bytes.prefix(count).withUnsafeBytes { try [Int32](pgBinary: $0, type: .int4Array) }
                }
            }
        }
    }
}
