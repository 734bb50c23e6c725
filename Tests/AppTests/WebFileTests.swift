import HTTPTypes
import Hummingbird
import Testing

@testable import App

/// One file and its replies.
@Suite struct WebFileTests {
    private let text = [UInt8](String(repeating: "a line of text\n", count: 100).utf8)
    private var file: WebFile { WebFile(text, .js) }

    @Test func theTypeIsTheEndOfTheName() {
        let types = [
            "index.html": "text/html; charset=utf-8", "lib/a.b/state.js": "text/javascript; charset=utf-8",
            "styles/base.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml; charset=utf-8",
            "icon.png": "image/png", "favicon.ico": "image/vnd.microsoft.icon",
            "app.webmanifest": "application/manifest+json; charset=utf-8", "x.json": "application/json; charset=utf-8",
            "robots.txt": "text/plain; charset=utf-8",
        ]
        for (path, type) in types { #expect(WebFileType(path: path)?.contentType == type) }
        for path in ["", "js", "a.js/b", "a.md", "a.JS", "a.js.map", "a."] { #expect(WebFileType(path: path) == nil) }
        #expect(Set(types.keys.map { WebFileType(path: $0) }).count == WebFileType.allCases.count)
    }

    @Test(
        arguments: [
            (nil, false), ("", false), ("gzip", true), ("GZIP", true), ("x-gzip", true), ("*", true), ("br", false),
            ("deflate, gzip;q=1.0, *;q=0.5", true), ("gzip;q=0", false), ("gzip ; q=0.0", false), ("*;q=0", false),
            ("gzip;q=0, *", false), ("gzip;q=0.001", true), ("gzip;q=x", false), ("identity", false),
            ("identity, gzip;q=0.5", false), ("identity;q=0.5, gzip", true), ("gzip, identity", true), (",,;", false),
        ] as [(String?, Bool)])
    func gzipIsForThoseWhoTakeIt(header: String?, isTaken: Bool) {
        var headers = HTTPFields()
        headers[.acceptEncoding] = header
        #expect(AcceptedEncodings(headers).allowsGzip == isTaken)
        let response = file.response(to: headers)
        #expect(response.headers[.contentEncoding] == (isTaken ? "gzip" : nil))
        #expect((response.body.contentLength ?? 0 < text.count) == isTaken)
        #expect(response.headers[.vary] == "Accept-Encoding")
    }

    @Test func whatWouldNotGetSmallerIsSentAsItIs() {
        for file in [WebFile([], .txt), WebFile(Array("a".utf8), .txt), WebFile(text, .png), WebFile(text, .ico)] {
            let response = file.response(to: [.acceptEncoding: "gzip"])
            #expect(response.headers[.contentEncoding] == nil)
        }
    }

    @Test func gzipBeginsAndEndsAsItShould() throws {
        let bytes = try #require(Gzip.compress(text))
        #expect(bytes.prefix(3) == [0x1F, 0x8B, 8])
        // The last four bytes: the length before (RFC 1952, section 2.3.1).
        #expect(bytes.suffix(4) == [UInt8(text.count & 255), UInt8(text.count >> 8), 0, 0])
        #expect(try #require(Gzip.compress([])).count > 0)
    }

    @Test func eachEditionAndEncodingHasATagOfItsOwn() throws {
        let tags = [
            file.response(to: [:]), file.response(to: [.acceptEncoding: "gzip"]), WebFile([1], .js).response(to: [:]),
        ].compactMap { $0.headers[.eTag] }
        #expect(Set(tags).count == 3)
        #expect(tags.allSatisfy { $0.hasPrefix("\"") && $0.hasSuffix("\"") })
        #expect(file.response(to: [:]).headers[.eTag] == tags[0])
    }

    @Test func headersOfDocumentsAreForDocumentsOnly() {
        let names = ["Content-Security-Policy", "Referrer-Policy", "Cross-Origin-Opener-Policy", "Permissions-Policy"]
        for (type, count) in [(WebFileType.html, 4), (.svg, 1), (.js, 0), (.css, 0), (.png, 0), (.json, 0)] {
            let headers = WebFile(text, type).response(to: [:]).headers
            #expect(names.count { HTTPField.Name($0).map { headers.contains($0) } == true } == count, "\(type)")
            #expect(headers[.xContentTypeOptions] == "nosniff")
            #expect(headers[.cacheControl] == "no-cache")
        }
    }

    @Test func whatTheClientHasIsNotSent() throws {
        let tag = try #require(file.response(to: [:]).headers[.eTag])
        for header in [tag, "W/\(tag)", "\"a\", \(tag)", "W/\"a\" ,  W/\(tag)", "*"] {
            let response = file.response(to: [.ifNoneMatch: header])
            #expect(response.status == .notModified, "\(header)")
            #expect(response.headers[.eTag] == tag)
            #expect(response.headers[.contentType] == nil)
            #expect(response.body.contentLength == 0)
        }
        for header in ["\"a\"", String(tag.dropFirst()), "\(tag)x", "", "\"\"", "* , \(tag)"] {
            let response = file.response(to: [.ifNoneMatch: header])
            #expect(response.status == .ok, "\(header)")
        }
        // Of the other encoding: other bytes.
        let other = file.response(to: [.ifNoneMatch: tag, .acceptEncoding: "gzip"])
        #expect(other.status == .ok)
    }
}
