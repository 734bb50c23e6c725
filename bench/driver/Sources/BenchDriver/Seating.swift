/// Where each socket connects to, and which of them hear each other: those whose URLs have the same path, whatever their
/// host and query. Subscribers come first, then the publishers' sockets.
struct Seating {
    let subscribers: Int
    let addresses: [Address]
    /// The number of each socket's room.
    let rooms: [Int]
    let roomCount: Int

    init(subscribers: Int, at url: URLTemplate, publishers: Int, at publisherURL: URLTemplate) throws {
        self.subscribers = subscribers
        addresses =
            try (0..<subscribers).map { try Address(url.url($0), schemes: ["ws"]) }
            + (0..<publishers).map { try Address(publisherURL.url($0), schemes: ["ws"]) }
        var numbers: [String: Int] = [:]
        rooms = addresses.map { address in
            let number = numbers[address.path] ?? numbers.count
            numbers[address.path] = number
            return number
        }
        roomCount = numbers.count
    }

    var publishers: Range<Int> { subscribers..<addresses.count }
}
