import Hummingbird

extension PodiumRequestContext {
    /// The id in the path: a positive 64-bit integer, else a problem that names the parameter.
    package func id(_ parameter: String) throws(Problem) -> Int64 {
        guard let text = parameters[parameter[...]], let id = Int64(digits: text), id > 0 else {
            throw .invalid(field: parameter, "must be an integer from 1 to \(Int64.max)")
        }
        return id
    }
}

extension Int64 {
    /// The number that decimal digits, and nothing but digits, stand for.
    package init?(digits text: some StringProtocol) {
        guard !text.isEmpty, text.utf8.allSatisfy({ UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }) else { return nil }
        self.init(text)
    }
}
