// Entities as a host's snapshot shows them.

extension Board {
    var json: String { members.finish() }

    /// With all that is on it.
    func json(categories: [String]) -> String {
        var object = members
        object.add("categories", json: categories)
        return object.finish()
    }

    private var members: JSONText {
        var object = JSONText()
        object.add("id", id)
        object.add("name", name)
        object.add("order", position)
        return object
    }
}

extension Category {
    var json: String { members.finish() }

    /// With all that is in it.
    func json(questions: [String]) -> String {
        var object = members
        object.add("questions", json: questions)
        return object.finish()
    }

    private var members: JSONText {
        var object = JSONText()
        object.add("id", id)
        object.add("name", name)
        object.add("description", description)
        object.add("order", position)
        return object
    }
}

extension Team {
    var json: String {
        var object = JSONText()
        object.add("id", id)
        object.add("name", name)
        object.add("color", color)
        return object.finish()
    }
}
