import Testing

@testable import PGStore

@Suite struct ConfigurationTests {
    @Test func stringsThatLibpqCannotReadAreRefused() {
        for string in ["host", "nonsense=1", "postgresql://[", "host='"] {
            #expect(throws: PGError.self) { try PGConfiguration(string) }
        }
    }

    @Test func everyHostIsAnAttempt() throws {
        let uri = try PGConfiguration("postgresql://me:secret@a:1,b:2,c:3/db?sslmode=require")
        #expect(uri.attempts.map { "\($0["host"] ?? ""):\($0["port"] ?? "")" } == ["a:1", "b:2", "c:3"])
        #expect(uri.attempts.allSatisfy { $0["target_session_attrs"] == "read-write" && $0["sslmode"] == "require" })
        let onePort = try PGConfiguration("host=a,b port=7")
        #expect(onePort.attempts.map { $0["port"] } == ["7", "7"])
        let standby = try PGConfiguration("host=a,b target_session_attrs=prefer-standby")
        #expect(standby.attempts.count == 1, "libpq goes through these twice")
        #expect(try PGConfiguration("host=/tmp").attempts.count == 1)
    }

    @Test func whatTheStringSaysWins() throws {
        var configuration = try PGConfiguration("application_name=mine target_session_attrs=any tcp_user_timeout=5")
        #expect(configuration.attempts[0]["application_name"] == "mine")
        #expect(configuration.attempts[0]["target_session_attrs"] == "any")
        #expect(configuration.attempts[0]["tcp_user_timeout"] == "5")
        configuration.applicationName = "other"
        #expect(configuration.attempts[0]["application_name"] == "other")
    }

    @Test func secretsAreNotShown() throws {
        let configuration = try PGConfiguration("postgresql://me:hush@a/db?sslpassword=hush2")
        var dumped = ""
        dump(configuration, to: &dumped)
        for text in ["\(configuration)", String(reflecting: configuration), dumped] {
            #expect(!text.contains("hush"), "\(text)")
        }
        #expect("\(configuration)" == "dbname=db host=a user=me")
    }
}
