import Logging
import NIOConcurrencyHelpers
import Testing

@testable import App

@Suite struct LogTests {
    private func line(_ message: String, _ metadata: Logger.Metadata) -> LogLine {
        LogLine(
            time: LogTimestamp(seconds: 1_927_944_306, milliseconds: 7), level: .info, label: "podium",
            message: message, metadata: metadata)
    }

    @Test func textIsForPeople() {
        let event = line("request", ["status": "200", "route": "/a/{id}", "note": "two words", "none": ""])
        #expect(
            event.text
                == "2031-02-04T04:05:06.007Z info podium: request none=\"\" note=\"two words\" route=/a/{id} status=200"
        )
    }

    @Test func jsonIsForMachines() {
        let event = line(
            "a \"b\"",
            [
                "status": .stringConvertible(200), "on": .stringConvertible(true), "level": "own",
                "list": .array(["x", .dictionary(["y": "z"])]),
            ])
        #expect(
            event.json == """
                {"time":"2031-02-04T04:05:06.007Z","level":"info","label":"podium","message":"a \\"b\\"",\
                "_level":"own","list":["x",{"y":"z"}],"on":true,"status":200}
                """)
    }

    @Test func anEventIsOneLineWhateverIsInIt() {
        let event = line("a\nb\u{1B}[31m", ["key": "x\r\ny=\"z\""])
        for text in [event.text, event.json] {
            #expect(!text.contains { $0.isNewline })
            #expect(!text.utf8.contains(0x1B))
        }
        #expect(event.text.contains("key=\"x\\r\\ny=\\\"z\\\"\""))
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00.000Z"), (951_782_399, "2000-02-28T23:59:59.000Z"),
            (951_782_400, "2000-02-29T00:00:00.000Z"), (1_709_251_199, "2024-02-29T23:59:59.000Z"),
            (1_735_689_599, "2024-12-31T23:59:59.000Z"), (4_107_542_400, "2100-03-01T00:00:00.000Z"),
        ] as [(Int64, String)])
    func timesAreRFC3339(seconds: Int64, text: String) {
        #expect("\(LogTimestamp(seconds: seconds, milliseconds: 0))" == text)
    }

    @Test func theHandlerMergesMetadata() {
        let lines = NIOLockedValueBox<[String]>([])
        var logger = Logger(label: "podium") { label in
            LineLogHandler(label: label, format: .text, level: .info) { line in
                lines.withLockedValue { $0.append(line) }
            }
        }
        logger[metadataKey: "a"] = "1"
        logger[metadataKey: "b"] = "1"
        logger.info("hello", metadata: ["b": "2"])
        logger.debug("unheard")
        let seen = lines.withLockedValue { $0 }
        #expect(seen.count == 1)
        #expect(seen.first?.hasSuffix("Z info podium: hello a=1 b=2") == true)
    }
}
