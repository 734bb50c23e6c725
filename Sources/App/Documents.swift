import FoundationEssentials
import NIOCore

/// The descriptions of the API, read once at the start.
struct Documents: Sendable {
    let openAPI: ByteBuffer
    let asyncAPI: ByteBuffer

    private static let openAPIName = "openapi.yaml"
    private static let asyncAPIName = "asyncapi.yaml"

    /// Reads them from `root`. Without one they are looked for in the current directory, then in the directories above
    /// the program, each time also in `share/podium`: that finds them in a checkout and in an installation.
    init(root: String?, program: String = CommandLine.arguments[0]) throws(StartError) {
        let places = root.map { [$0] } ?? Self.places(program: program)
        guard let place = places.first(where: { Self.read("\($0)/\(Self.openAPIName)") != nil }),
            let openAPI = Self.read("\(place)/\(Self.openAPIName)")
        else {
            throw StartError(
                "cannot find \(Self.openAPIName) in \(places[0])\(places.count > 1 ? " or above the program" : ""): "
                    + "set docs-root (--docs-root, PODIUM_DOCS_ROOT) to its directory")
        }
        guard let asyncAPI = Self.read("\(place)/\(Self.asyncAPIName)") else {
            throw StartError("cannot read \(place)/\(Self.asyncAPIName)")
        }
        self.openAPI = ByteBuffer(bytes: openAPI)
        self.asyncAPI = ByteBuffer(bytes: asyncAPI)
    }

    static func places(program: String) -> [String] {
        let files = FileManager.default
        var places = [files.currentDirectoryPath]
        let real = (try? files.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? program
        var directory = real.split(separator: "/", omittingEmptySubsequences: true).dropLast()
        for _ in 0..<6 where !directory.isEmpty {
            places.append("/" + directory.joined(separator: "/"))
            directory.removeLast()
        }
        return places.flatMap { [$0, "\($0)/share/podium"] }
    }

    private static func read(_ path: String) -> Data? {
        try? Data(contentsOf: URL(filePath: path))
    }
}
