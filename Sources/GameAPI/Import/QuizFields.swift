/// One object of a quiz file, with its path for messages.
struct QuizObject {
    let members: [JSONValue.Member]
    /// Empty for the whole document.
    let path: String

    /// The field's value; nil when it is left out or null, which mean the same throughout the format.
    func value(_ name: String) -> JSONValue? {
        guard let value = members.first(where: { $0.name == name })?.value, value != .null else { return nil }
        return value
    }

    func path(of name: String) -> String {
        path.isEmpty ? name : "\(path).\(name)"
    }
}

/// Reading fields. Each reports what is wrong with its field and returns something harmless to go on with.
extension QuizProblems {
    /// - Parameter default: what a missing field means; nil when it must be there.
    mutating func text(
        _ name: String, of object: QuizObject, _ limit: ClosedRange<Int>, default: String? = nil
    ) -> String {
        guard let value = object.value(name) else {
            if `default` == nil { add(object.path(of: name), "Add this field: \(Self.text(within: limit)).") }
            return `default` ?? ""
        }
        guard case .string(let text) = value else {
            add(object.path(of: name), "Write \(Self.text(within: limit)) here; this is \(value.kind).")
            return ""
        }
        if let complaint = GameLimits.complaint(about: text, limit: limit) { add(object.path(of: name), complaint) }
        return text
    }

    /// - Returns: nil when the field is left out, which is reported if it is required, or wrong.
    mutating func integer(
        _ name: String, of object: QuizObject, _ range: ClosedRange<Int>, isRequired: Bool
    ) -> Int? {
        let wanted = "a whole number from \(range.lowerBound) to \(range.upperBound)"
        guard let value = object.value(name) else {
            if isRequired { add(object.path(of: name), "Add this field: \(wanted).") }
            return nil
        }
        guard case .number(let digits) = value else {
            add(object.path(of: name), "Write \(wanted) here; this is \(value.kind).")
            return nil
        }
        guard case .fits(let number)? = JSONInteger(digits), range.contains(Int(number)) else {
            add(object.path(of: name), "Write \(wanted) here; this is \(digits.prefix(40)).")
            return nil
        }
        return Int(number)
    }

    mutating func boolean(_ name: String, of object: QuizObject, default: Bool? = nil) -> Bool {
        guard let value = object.value(name) else {
            if `default` == nil { add(object.path(of: name), "Add this field: true or false.") }
            return `default` ?? false
        }
        guard case .bool(let flag) = value else {
            add(object.path(of: name), "Write true or false here; this is \(value.kind).")
            return false
        }
        return flag
    }

    /// The field's object, nil when it is missing or none.
    mutating func object(_ name: String, of object: QuizObject) -> QuizObject? {
        switch object.value(name) {
        case .object(let members): return QuizObject(members: members, path: object.path(of: name))
        case nil: add(object.path(of: name), "Add this field: an object in braces {}.")
        case let value?: add(object.path(of: name), "Write an object in braces {} here; this is \(value.kind).")
        }
        return nil
    }

    /// The field's list, nil when it is missing, which is reported if it is required, or none.
    mutating func list(_ name: String, of object: QuizObject, isRequired: Bool = false) -> [JSONValue]? {
        switch object.value(name) {
        case .array(let elements): return elements
        case nil: if isRequired { add(object.path(of: name), "Add this field: a list in brackets [].") }
        case let value?: add(object.path(of: name), "Write a list in brackets [] here; this is \(value.kind).")
        }
        return nil
    }

    /// The objects of a list, without those elements that are none.
    mutating func objects(_ name: String, of object: QuizObject, isRequired: Bool = false) -> [QuizObject] {
        var objects: [QuizObject] = []
        for (index, element) in (list(name, of: object, isRequired: isRequired) ?? []).enumerated() {
            let path = "\(object.path(of: name))[\(index)]"
            if case .object(let members) = element {
                objects.append(QuizObject(members: members, path: path))
            } else {
                add(path, "Write an object in braces {} here; this is \(element.kind).")
            }
        }
        return objects
    }

    private static func text(within limit: ClosedRange<Int>) -> String {
        "a text of \(limit.lowerBound) to \(limit.upperBound) characters"
    }
}
