/// Timers by time: a binary heap. A cancelled one stays in the heap, without its work, until it is the first.
struct TimerQueue<Work> {
    typealias Instant = ContinuousClock.Instant
    private var heap: [(at: Instant, id: UInt64)] = []
    private var works: [UInt64: Work] = [:]
    private var lastID: UInt64 = 0

    var next: Instant? { heap.first?.at }
    var count: Int { works.count }
    var heapCount: Int { heap.count }

    mutating func add(at instant: Instant, _ work: Work) -> UInt64 {
        lastID += 1
        works[lastID] = work
        heap.append((instant, lastID))
        var child = heap.count - 1
        while child > 0, heap[child].at < heap[(child - 1) / 2].at {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
        return lastID
    }

    /// Returns the work, so that the caller chooses where it is freed.
    mutating func cancel(_ id: UInt64) -> Work? {
        let work = works.removeValue(forKey: id)
        // Cancelled timers must not pile up: an empty queue forgets them at once, a long one now and then.
        if works.isEmpty {
            heap.removeAll(keepingCapacity: true)
        } else if heap.count > 64, heap.count > works.count * 2 {
            heap = heap.filter { works[$0.id] != nil }.sorted { $0.at < $1.at }
        }
        // Nor is anybody to be woken for one.
        while let first = heap.first, works[first.id] == nil { removeFirst() }
        return work
    }

    /// The work of the next timer that is due, in order of time.
    mutating func pop(due now: Instant) -> Work? {
        while let first = heap.first, first.at <= now {
            removeFirst()
            if let work = works.removeValue(forKey: first.id) { return work }
        }
        return nil
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count && heap[child].at < heap[least].at {
                least = child
            }
            if least == parent { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}

extension TimerQueue: Sendable where Work: Sendable {}
