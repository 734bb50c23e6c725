import FoundationEssentials
import GameAPI
import HTTPTypes
import Logging
import Testing

@testable import App

/// The pages of a folder, read and served.
@Suite struct WebsiteTests {
    private static let pages = ["index.html", "host.html", "board.html", "play.html"]
    private let quiet = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    /// A folder with these files, each with its path in it, for as long as a test asks it.
    private func withFiles(_ paths: [String], _ body: (String) async throws -> Void) async throws {
        let files = FileManager.default
        let root = "\(files.temporaryDirectory.path())podium-web-\(UInt64.random(in: 0 ... .max))"
        defer { try? files.removeItem(atPath: root) }
        try files.createDirectory(atPath: root, withIntermediateDirectories: false)
        for path in paths {
            let file = URL(filePath: "\(root)/\(path)")
            try files.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(path.utf8).write(to: file)
        }
        try await body(root)
    }

    @Test func onlyWhatPagesAreMadeOfIsRead() async throws {
        let others = [
            "tests/state.test.js", "tests/deep/x.js", ".secret.js", ".git/config.txt", "lib/.x/y.js", "notes.md",
            "lib/README", "lib/state.js~",
        ]
        let files = ["lib/state.js", "pages/host/main.js", "styles/base.css", "lib/tests/x.js", "host.css"]
        try await withFiles(Self.pages + files + others) { root in
            let site = try Website(root: root)
            #expect(site.pages.count == 4)
            #expect(site.files.keys.sorted() == files.sorted())
        }
    }

    @Test func aRootThatIsNoneStopsTheStart() async throws {
        try await withFiles(["lib/state.js"]) { root in
            let missing = #expect(throws: StartError.self) { try Website(root: "\(root)/nowhere") }
            #expect(missing?.description == "cannot read the web pages in \(root)/nowhere (setting web-root)")
            let file = #expect(throws: StartError.self) { try Website(root: "\(root)/lib/state.js") }
            #expect(file?.description.contains("setting web-root") == true)
            let empty = #expect(throws: StartError.self) { try Website.find(root: root, logger: quiet) }
            #expect(empty?.description == "there is no web page in \(root): no index.html (setting web-root)")
            await #expect(throws: StartError.self) { try await RunningServer.run([.webRoot: root], .stub()) { _ in } }
        }
    }

    @Test func pagesAndFilesHaveTheirPaths() async throws {
        try await withFiles(Self.pages + ["lib/state.js", "tests/x.js"]) { root in
            try await RunningServer.run([.webRoot: root], .stub()) { server in
                for (path, file) in [
                    "/": "index.html", "/?lang=de": "index.html", "/host/1": "host.html", "/board/2/": "board.html",
                    "/play/9223372036854775807?x=1": "play.html", "/lib/state.js": "lib/state.js",
                ] {
                    let reply = try await server.get(path)
                    #expect(reply.hasPrefix("HTTP/1.1 200 OK\r\n"), "\(path)")
                    #expect(reply.hasSuffix("\r\n\r\n\(file)"), "\(path)")
                    let isGuarded = reply.contains("Content-Security-Policy: default-src 'none'; script-src 'self';")
                    #expect(isGuarded == file.hasSuffix(".html"), "\(path)")
                }
                for path in [
                    "/host", "/host/", "/host/0", "/host/-1", "/host/x", "/host/1.5", "/host//1", "/host/1//",
                    "/host/1/2", "/host/9223372036854775808", "/index.html", "/host.html", "/tests/x.js",
                    "/lib//state.js", "//lib/state.js", "/lib/state.js/", "/lib/", "/lib", "/LIB/state.js",
                    "/lib/%73tate.js", "/../\(root)/index.html", "/lib/../index.html", "/%2e%2e/Package.swift",
                    "/lib/..%2findex.html", "/lib\\state.js", "//",
                ] {
                    let reply = try await server.get(path)
                    #expect(reply.hasPrefix("HTTP/1.1 404 Not Found\r\n"), "\(path)")
                    #expect(reply.contains("\"code\":\"not_found\""), "\(path)")
                }
            }
        }
    }

    @Test func headHasNoBodyAndOtherMethodsAreNotAllowed() async throws {
        try await withFiles(Self.pages) { root in
            try await RunningServer.run([.webRoot: root], .stub()) { server in
                for path in ["/", "/host/1"] {
                    let head = try await server.send("HEAD", path)
                    #expect(head.hasPrefix("HTTP/1.1 200 OK\r\n"))
                    #expect(head.contains("Content-Length: 10\r\n") || head.contains("Content-Length: 9\r\n"))
                    #expect(head.hasSuffix("\r\n\r\n"))
                    let post = try await server.send("POST", path, ["Content-Length: 0"])
                    #expect(post.hasPrefix("HTTP/1.1 405 "))
                    #expect(post.contains("Allow: GET, HEAD, OPTIONS\r\n"))
                    let options = try await server.send("OPTIONS", path)
                    #expect(options.hasPrefix("HTTP/1.1 204 "))
                }
            }
        }
    }

    @Test func logAndMetricsHaveOneNameForAllFiles() async throws {
        try await withFiles(Self.pages + ["lib/a.js", "lib/b.js"]) { root in
            try await RunningServer.run([.webRoot: root], .stub()) { server in
                for path in ["/", "/lib/a.js", "/lib/b.js", "/host/1", "/host/2", "/nothing"] {
                    _ = try await server.get(path)
                }
                let metrics = try await server.get("/metrics")
                for (route, status, count) in [
                    ("/{file}", 200, 3), ("/host/{game_id}", 200, 2), ("unmatched", 404, 1),
                ] {
                    let line =
                        "podium_http_requests_total{method=\"GET\",route=\"\(route)\",status=\"\(status)\"} \(count)\n"
                    #expect(metrics.contains(line), "\(route)")
                }
                #expect(!metrics.contains("a.js"))
            }
        }
    }

    @Test(arguments: ["api", "relay"])
    func onlyTheRoleOfAllHasPages(role: String) async throws {
        try await withFiles(Self.pages) { root in
            try await RunningServer.run([.webRoot: root, .role: role], .stub()) { server in
                for path in ["/", "/host/1"] {
                    let reply = try await server.get(path)
                    #expect(reply.hasPrefix("HTTP/1.1 404 "))
                }
            }
        }
    }

    @Test func theApiAndTheOperatorsKeepTheirPaths() async throws {
        try await withFiles(Self.pages + ["metrics.txt", "api/games.json", "api/health/live.txt"]) { root in
            try await RunningServer.run([.webRoot: root], .stub()) { server in
                let live = try await server.get("/api/health/live")
                #expect(live.hasSuffix("{\"status\":\"live\"}"))
                let openAPI = try await server.get("/openapi.yaml")
                #expect(openAPI.hasSuffix("openapi: 3"))
            }
        }
    }
}
