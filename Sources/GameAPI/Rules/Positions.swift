/// The places of all children of some parents: those that get a new child in this batch.
///
/// All of them, not only the last: when the last one moves or goes, the next new child takes the place after the one
/// that is last then, as it would in a batch of its own.
struct Positions: Sendable, Equatable {
    /// Room for `order`, as the contract has it.
    static let range: ClosedRange<Int32> = 0...32_767

    private var byParent: [Int64: [Int64: Int32]] = [:]

    /// Notes where a child stands, as read or as altered.
    mutating func place(_ child: Int64, of parent: Int64, at position: Int32) {
        byParent[parent, default: [:]][child] = position
    }

    /// Forgets a deleted child.
    mutating func remove(_ child: Int64, of parent: Int64) {
        byParent[parent]?[child] = nil
    }

    /// Where a child stands that does not say so: after the last. At the end of the range it shares the last place,
    /// where the higher id comes later.
    func next(in parent: Int64) -> Int32 {
        guard let last = byParent[parent]?.values.max() else { return Self.range.lowerBound }
        return last < Self.range.upperBound ? last + 1 : Self.range.upperBound
    }
}
