/// Reads the members of a JSON object and collects what is wrong with them, so that a client learns all of it at once.
///
///     struct NewTeam: JSONBody {
///         let name: String
///         let color: String?
///
///         init(_ fields: inout FieldReader) {
///             name = fields.required(.string("name", 1...200))
///             color = fields.optional(.string("color", 0...9, matching: .color))
///         }
///     }
struct FieldReader: Sendable {
    private let members: [JSONValue.Member]
    /// What is wrong, in the order in which it was found.
    private(set) var errors: [FieldError] = []

    init(_ members: [JSONValue.Member]) {
        self.members = members
    }

    /// A field that must be there. A stand-in when it is not, or is faulty.
    mutating func required<Kind: FieldKind>(_ kind: Kind) -> Kind.Value {
        guard let value = member(kind.name) else {
            fail(kind.name, "is required")
            return kind.standIn
        }
        return read(kind, from: value) ?? kind.standIn
    }

    /// A field that may be left out: nil then, and when it is faulty.
    mutating func optional<Kind: FieldKind>(_ kind: Kind) -> Kind.Value? {
        member(kind.name).flatMap { read(kind, from: $0) }
    }

    /// A field that may be left out, and may be null.
    mutating func nullable<Kind: FieldKind>(_ kind: Kind) -> Nullable<Kind.Value> {
        switch member(kind.name) {
        case nil: .absent
        case .null: .null
        case let value?: read(kind, from: value).map(Nullable.value) ?? .absent
        }
    }

    /// Whether the field is there, null or not.
    func contains(_ name: String) -> Bool { member(name) != nil }

    /// Asks for at least one of the fields, for a PATCH that would change nothing.
    mutating func requireAny(_ names: String...) {
        guard !names.contains(where: contains) else { return }
        fail("body", "must have at least one of \(names.joined(separator: ", "))")
    }

    /// Notes a fault that only the model can see.
    mutating func fail(_ field: String, _ detail: String) {
        errors.append(FieldError(field, detail))
    }

    private func member(_ name: String) -> JSONValue? {
        for member in members where member.name == name { return member.value }
        return nil
    }

    private mutating func read<Kind: FieldKind>(_ kind: Kind, from value: JSONValue) -> Kind.Value? {
        if case .null = value {
            fail(kind.name, "must not be null")
            return nil
        }
        do throws(FieldFault) {
            return try kind.read(value)
        } catch {
            fail(kind.name, error.detail)
            return nil
        }
    }
}

/// The value of a field that may be left out, null, or a value: in a PATCH these mean different things.
enum Nullable<Value: Sendable>: Sendable {
    case absent
    case null
    case value(Value)

    /// The value; nil for null and for a field that was left out.
    var orNil: Value? {
        if case .value(let value) = self { value } else { nil }
    }
}

extension Nullable: Equatable where Value: Equatable {}
