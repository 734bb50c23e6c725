extension FieldKind where Self == IntegerField<Int64> {
    /// An id: an integer from 1 to 2⁶³ − 1.
    static func id(_ name: String) -> Self { Self(name: name, range: 1...Int64.max) }
}

extension FieldKind where Self == IntegerField<Int32> {
    /// A signed 32-bit integer.
    static func int32(_ name: String) -> Self { Self(name: name, range: Int32.min...Int32.max) }
}

extension FieldKind where Self == IntegerField<Int> {
    /// An integer of a range.
    static func int(_ name: String, _ range: ClosedRange<Int>) -> Self { Self(name: name, range: range) }
}

extension FieldKind where Self == BoolField {
    /// `true` or `false`.
    static func bool(_ name: String) -> Self { Self(name: name) }
}

extension FieldKind where Self == StringField {
    /// A text of so many characters that keeps to a rule.
    static func string(_ name: String, _ length: ClosedRange<Int>, matching rule: StringRule? = nil) -> Self {
        Self(name: name, length: length, rule: rule)
    }
}

extension FieldKind where Self == ArrayField {
    /// A list of anything.
    static func array(_ name: String) -> Self { Self(name: name) }
}

extension FieldKind where Self == StringsField {
    /// A list of texts, `count` of them, each of `length` characters.
    static func strings(_ name: String, count: ClosedRange<Int>, _ length: ClosedRange<Int>) -> Self {
        Self(name: name, count: count, element: StringField(name: name, length: length))
    }
}
