import FoundationEssentials
import GameAPI
import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import App

@Suite struct StartTests {
    private struct Away: Error {}

    private func check(_ state: SchemaState) async throws {
        try await StartupCheck(expected: 3).run { state }
    }

    @Test(arguments: [SchemaState.missing, .behind(2), .ahead(4)])
    func aSchemaThatDoesNotFitStopsTheStartAtOnce(state: SchemaState) async throws {
        let error = await #expect(throws: StartError.self) { try await check(state) }
        #expect(error?.description.contains("migrations/migrate") == true)
    }

    @Test func aSchemaThatFitsDoesNot() async throws {
        try await check(.current)
    }

    @Test func theDatabaseMayComeLate() async throws {
        let attempts = NIOLockedValueBox(0)
        try await StartupCheck(expected: 3, patience: .seconds(60), pause: .milliseconds(1)).run {
            let attempt = attempts.withLockedValue {
                $0 += 1
                return $0
            }
            if attempt < 5 { throw Away() }
            return .current
        }
        #expect(attempts.withLockedValue { $0 } == 5)
    }

    @Test func patienceEnds() async throws {
        let error = await #expect(throws: StartError.self) {
            try await StartupCheck(expected: 3, patience: .milliseconds(5), pause: .milliseconds(1)).run {
                throw Away()
            }
        }
        #expect(error?.description.contains("database-url") == true)
    }

    @Test func theDescriptionsAreReadFromTheirDirectory() throws {
        try withDirectory { directory in
            #expect(throws: StartError.self) { try Documents(root: directory) }
            try Data("openapi: 3.1.0".utf8).write(to: URL(filePath: "\(directory)/openapi.yaml"))
            let error = #expect(throws: StartError.self) { try Documents(root: directory) }
            #expect(error?.description == "cannot read \(directory)/asyncapi.yaml")
            try Data("asyncapi: 3.0.0".utf8).write(to: URL(filePath: "\(directory)/asyncapi.yaml"))
            let documents = try Documents(root: directory)
            #expect(String(buffer: documents.openAPI) == "openapi: 3.1.0")
            #expect(String(buffer: documents.asyncAPI) == "asyncapi: 3.0.0")
        }
    }

    @Test(arguments: [
        ("q.csv", "{", true), ("q.CSV", "{", true), ("q.json", "a,b", false), ("q", " \n{\"a\":1}", false),
        ("q", "\u{FEFF}{}", false), ("q.txt", "round,category", true), ("q", "", true),
    ])
    func theFormatIsToldByNameOrContent(path: String, content: String, isCSV: Bool) {
        #expect(ImportCommand.isCSV(Array(content.utf8), path: path) == isCSV)
    }

    @Test func anImportPrintsLinksWithTokensInTheFragment() throws {
        let configuration = try AppConfiguration(
            SettingsReader(flags: [.host: "10.0.0.1", .port: "9"], environment: [:]))
        let lines = ImportedGame(gameID: 7, joinCode: "ABC234", hostToken: "h.o.st", boardToken: "b.oar.d")
            .lines(configuration)
        #expect(lines.contains("host:        http://10.0.0.1:9/host/7#token=h.o.st"))
        #expect(lines.contains("board:       http://10.0.0.1:9/board/7#token=b.oar.d"))
        #expect(lines.contains("join code:   ABC234"))
        #expect(!lines.contains { $0.contains("?") })
    }
}

/// A directory that is there as long as `body` runs.
func withDirectory<Result>(_ body: (String) throws -> Result) throws -> Result {
    let files = FileManager.default
    let directory = "\(files.temporaryDirectory.path())podium-test-\(UInt64.random(in: 0 ... .max))"
    try files.createDirectory(atPath: directory, withIntermediateDirectories: false)
    defer { try? files.removeItem(atPath: directory) }
    return try body(directory)
}
