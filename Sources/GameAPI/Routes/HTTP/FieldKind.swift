/// What a field of a request has to be.
protocol FieldKind: Sendable {
    associatedtype Value: Sendable

    /// The JSON member's name.
    var name: String { get }
    /// What a model gets instead of a faulty value, and nobody ever sees.
    var standIn: Value { get }

    func read(_ value: JSONValue) throws(FieldFault) -> Value
}

/// What is wrong with a field: the rest of a sentence that begins with the field's name.
struct FieldFault: Error {
    let detail: String

    init(_ detail: String) {
        self.detail = detail
    }
}

/// A JSON integer of a range, `1.0` being one as JSON Schema has it, and `"1"` none.
struct IntegerField<Value: FixedWidthInteger & Sendable>: FieldKind {
    let name: String
    let range: ClosedRange<Value>

    var standIn: Value { range.lowerBound }

    func read(_ value: JSONValue) throws(FieldFault) -> Value {
        guard case .number(let digits) = value, let integer = JSONInteger(digits) else {
            throw FieldFault("must be an integer")
        }
        guard case .fits(let wide) = integer, let narrow = Value(exactly: wide), range.contains(narrow) else {
            throw FieldFault("must be from \(range.lowerBound) to \(range.upperBound)")
        }
        return narrow
    }
}

/// `true` or `false`.
struct BoolField: FieldKind {
    let name: String

    var standIn: Bool { false }

    func read(_ value: JSONValue) throws(FieldFault) -> Bool {
        guard case .bool(let bool) = value else { throw FieldFault("must be true or false") }
        return bool
    }
}

/// A text of a number of characters, which are Unicode code points as in JSON Schema and in PostgreSQL.
struct StringField: FieldKind {
    let name: String
    let length: ClosedRange<Int>
    var rule: StringRule?

    var standIn: String { "" }

    func read(_ value: JSONValue) throws(FieldFault) -> String {
        guard case .string(let text) = value else { throw FieldFault("must be a string") }
        let isShort = text.utf8.count <= length.upperBound  // At least as many bytes as characters.
        guard isShort || text.unicodeScalars.count <= length.upperBound,
            length.lowerBound == 0 || text.unicodeScalars.count >= length.lowerBound
        else { throw FieldFault("must have \(length.lowerBound) to \(length.upperBound) characters") }
        guard !text.utf8.contains(0) else { throw FieldFault("must not contain NUL") }
        if let rule, !rule.accepts(text) { throw FieldFault(rule.detail) }
        return text
    }
}

/// A list of anything.
struct ArrayField: FieldKind {
    let name: String

    var standIn: [JSONValue] { [] }

    func read(_ value: JSONValue) throws(FieldFault) -> [JSONValue] {
        guard case .array(let elements) = value else { throw FieldFault("must be an array") }
        return elements
    }
}

/// A list of texts.
struct StringsField: FieldKind {
    let name: String
    let count: ClosedRange<Int>
    let element: StringField

    var standIn: [String] { [] }

    func read(_ value: JSONValue) throws(FieldFault) -> [String] {
        guard case .array(let elements) = value else { throw FieldFault("must be an array of strings") }
        guard count.contains(elements.count) else {
            throw FieldFault("must have \(count.lowerBound) to \(count.upperBound) elements")
        }
        var texts: [String] = []
        for (index, value) in elements.enumerated() {
            do throws(FieldFault) {
                texts.append(try element.read(value))
            } catch {
                throw FieldFault("has a wrong element: \(index) \(error.detail)")
            }
        }
        return texts
    }
}
