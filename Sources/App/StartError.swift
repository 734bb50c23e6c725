/// Why the process cannot start, in one line for a person.
struct StartError: Error, Equatable, CustomStringConvertible {
    let description: String

    init(_ description: String) {
        self.description = description
    }
}
