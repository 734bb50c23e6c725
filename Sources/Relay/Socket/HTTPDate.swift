import Glibc
import NIOConcurrencyHelpers

/// The time of day as HTTP writes it, `Thu, 26 Nov 2026 01:50:03 GMT` (IMF-fixdate, RFC 9110 section 5.6.7).
enum HTTPDate {
    private static let newest = NIOLockedValueBox((second: time_t.min, text: ""))

    /// This second's, written once.
    static func now() -> String {
        let second = time(nil)
        return newest.withLockedValue { newest in
            if newest.second != second { newest = (second, text(second)) }
            return newest.text
        }
    }

    /// - Parameter second: Since 1970, in UTC.
    static func text(_ second: time_t) -> String {
        var second = second
        var parts = tm()
        gmtime_r(&second, &parts)
        // In the "C" locale, which a program is in until it asks for another one.
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
            let length = strftime(text.baseAddress, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            return String(
                decoding: UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(text)[..<length]), as: UTF8.self)
        }
    }
}
