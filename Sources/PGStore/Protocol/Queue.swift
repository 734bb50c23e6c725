/// First in, first out, with an index from the head. Two stacks: what leaves, the next one last, and what arrives.
struct Queue<Element> {
    private var leaving: [Element] = []
    private var arriving: [Element] = []

    var count: Int { leaving.count + arriving.count }
    var isEmpty: Bool { leaving.isEmpty && arriving.isEmpty }

    subscript(index: Int) -> Element {
        index < leaving.count ? leaving[leaving.count - 1 - index] : arriving[index - leaving.count]
    }

    mutating func append(_ element: Element) { arriving.append(element) }

    @discardableResult
    mutating func popFirst() -> Element? {
        if leaving.isEmpty {
            if arriving.count < 2 { return arriving.popLast() }
            arriving.reverse()
            swap(&leaving, &arriving)
        }
        return leaving.popLast()
    }

    @discardableResult
    mutating func remove(at index: Int) -> Element {
        index < leaving.count
            ? leaving.remove(at: leaving.count - 1 - index) : arriving.remove(at: index - leaving.count)
    }

    mutating func removeAll() -> [Element] {
        defer { self = Queue() }
        return leaving.reversed() + arriving
    }

    /// Changes an element where it is, without copying what it holds.
    mutating func modify<R>(_ index: Int, _ body: (inout Element) -> R) -> R {
        index < leaving.count
            ? body(&leaving[leaving.count - 1 - index]) : body(&arriving[index - leaving.count])
    }

    func firstIndex(where predicate: (Element) -> Bool) -> Int? {
        for index in 0..<count where predicate(self[index]) { return index }
        return nil
    }
}

extension Queue: Sendable where Element: Sendable {}
