import HTTPTypes
import Synchronization

/// The name of one request in replies and logs.
enum RequestIdentifier {
    static let header = HTTPField.Name("X-Request-Id")!
    static let maximumLength = 128

    private static let prefix = String(UInt64.random(in: 1 << 60 ... .max), radix: 16) + "-"
    private static let next = Atomic<UInt64>(1)

    /// What the client sent if it is fit to be echoed and logged: 1 to 128 visible ASCII characters. Else a new one.
    static func accept(_ sent: String?) -> String {
        guard let sent, isAcceptable(sent) else { return make() }
        return sent
    }

    /// A name that no other request of any instance has: random for the process, then counted.
    static func make() -> String {
        prefix + String(next.wrappingAdd(1, ordering: .relaxed).oldValue, radix: 16)
    }

    private static func isAcceptable(_ text: String) -> Bool {
        (1...maximumLength).contains(text.utf8.count) && text.utf8.allSatisfy { 0x21...0x7E ~= $0 }
    }
}
