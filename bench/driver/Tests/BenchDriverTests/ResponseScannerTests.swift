import Testing

@testable import BenchDriver

/// "STATUS BODY" of each response, and what failed.
private func read(_ text: String, cutAt cuts: [Int] = []) -> [String] {
    let bytes = Array(text.utf8)
    var scanner = ResponseScanner()
    var found: [String] = []
    var body: [UInt8] = []
    var start = 0
    for end in cuts + [bytes.count] {
        Array(bytes[start..<end]).withUnsafeBytes { part in
            var offset = 0
            while true {
                switch scanner.next(in: part, from: &offset) {
                case .needsMore: return
                case .body(let range): body += part[range]
                case .complete(let status):
                    found.append("\(status) \(String(decoding: body, as: UTF8.self))")
                    body = []
                case .failed(let failure):
                    found.append("\(failure as any Error)")
                    return
                }
            }
        }
        start = end
    }
    return found
}

@Suite struct ResponseScannerTests {
    private let stream = """
        HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 12\r\nContent-Type: text/plain\r\n\r\nhello\r\n\r\nyou\
        HTTP/1.1 404 Not Found\r\ncontent-length:2\r\nConnection: keep-alive\r\n\r\n{}\
        HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n\
        HTTP/1.1 201\r\nContent-Length-Of-Else: 9\r\nCONTENT-LENGTH: 0\r\n\r\n\
        HTTP/1.1 503 Busy\r\nTrailer: x\r\nContent-Length: 1\r\n\r\nn
        """
    private let expected = ["200 hello\r\n\r\nyou", "404 {}", "204 ", "201 ", "503 n"]

    @Test func severalResponsesInOneRead() { #expect(read(stream) == expected) }

    @Test func cutAtEachByte() {
        for cut in 0...stream.utf8.count { #expect(read(stream, cutAt: [cut]) == expected, "cut at \(cut)") }
        #expect(read(stream, cutAt: Array(1..<stream.utf8.count)) == expected)
    }

    @Test func afterUpgradeTheRestIsLeft() {
        let bytes = Array("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n\u{1}\u{2}".utf8)
        var scanner = ResponseScanner()
        var offset = 0
        let event = bytes.withUnsafeBytes { scanner.next(in: $0, from: &offset) }
        #expect(event == .complete(status: 101))
        #expect(offset == bytes.count - 2)
    }

    @Test(arguments: [
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", ResponseScanner.Failure.chunked),
        ("HTTP/1.1 200 OK\r\n\r\n", .noLength),
        ("HTTP/1.1 200 OK\r\nContent-Length: two\r\n\r\n", .badLength),
        ("HTTP/1.1 200 OK\r\nContent-Length:\r\n\r\n", .badLength),
        ("HTTP/1.1 2x0 OK\r\n\r\n", .notHTTP),
        ("SSH-2.0-OpenSSH\r\n", .notHTTP),
    ])
    func whatIsNotRead(text: String, failure: ResponseScanner.Failure) {
        #expect(read(text) == ["\(failure)"])
    }
}
