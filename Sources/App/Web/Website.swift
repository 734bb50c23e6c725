import FoundationEssentials
import Glibc
import Logging

/// The web pages and what they load, read once at the start: no request touches the disk, and no path leads out of the
/// folder, because a path is only ever looked up.
struct Website: Sendable {
    /// A page has a path of its own, unlike other files.
    enum Page: String, CaseIterable, Sendable {
        case index, host, board, play

        var fileName: String { "\(rawValue).html" }
    }

    private(set) var pages: [Page: WebFile] = [:]
    /// All other files, by their paths from the root, without a slash before them.
    private(set) var files: [String: WebFile] = [:]

    private static let folderName = "web"
    /// Holds the pages' tests.
    private static let testsFolder = "tests"

    /// Reads the pages from `root`. Without one they are looked for in folders `web` where ``Documents`` looks, too; a
    /// server without pages is one for programs, and says so in its log.
    static func find(root: String?, logger: Logger, program: String = CommandLine.arguments[0]) throws(StartError)
        -> Website?
    {
        guard let root = root ?? found(program: program) else {
            logger.warning("serving no web pages, since none were found", metadata: ["setting": "web-root"])
            return nil
        }
        let site = try Website(root: root)
        for page in Page.allCases where site.pages[page] == nil {
            logger.warning("a page is missing", metadata: ["file": "\(root)/\(page.fileName)"])
        }
        return site
    }

    /// Reads all files of a folder that has pages.
    init(root: String) throws(StartError) {
        let setting = "(setting web-root)"
        let paths: [String]
        do {
            paths = try FileManager.default.subpathsOfDirectory(atPath: root)
        } catch {
            throw StartError("cannot read the web pages in \(root) \(setting)")
        }
        for path in paths where Self.isPublic(path) {
            guard let type = WebFileType(path: path), Self.isFile("\(root)/\(path)") else { continue }
            let bytes: Data
            do {
                bytes = try Data(contentsOf: URL(filePath: "\(root)/\(path)"))
            } catch {
                throw StartError("cannot read \(root)/\(path) \(setting): \(Self.reason(error))")
            }
            let file = WebFile([UInt8](bytes), type)
            if let page = Page.allCases.first(where: { $0.fileName == path }) {
                pages[page] = file
            } else {
                files[path] = file
            }
        }
        if pages.isEmpty { throw StartError("there is no web page in \(root): no \(Page.index.fileName) \(setting)") }
    }

    /// Only a folder with every page counts, since any folder may be called `web`.
    private static func found(program: String) -> String? {
        Documents.places(program: program).map { "\($0)/\(folderName)" }.first { place in
            Page.allCases.allSatisfy { isFile("\(place)/\($0.fileName)") }
        }
    }

    private static func isPublic(_ path: String) -> Bool {
        let parts = path.split(separator: "/")
        return parts.first != testsFolder[...] && !parts.contains { $0.hasPrefix(".") }
    }

    /// What the system says of a failed read.
    private static func reason(_ error: any Error) -> String {
        let cause = (error as? CocoaError)?.userInfo["NSUnderlyingError"] as? POSIXError
        return cause.map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
    }

    private static func isFile(_ path: String) -> Bool {
        var isDirectory = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory
    }
}
