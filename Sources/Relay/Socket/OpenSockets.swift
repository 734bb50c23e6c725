import NIOConcurrencyHelpers
import NIOCore

/// The sockets of a server, so that it does not end before they do.
///
/// A server ends with the tasks of its connections. Here one task waits for all sockets: one each would take as much
/// memory as all the rest of an idle connection.
final class OpenSockets: Sendable {
    private struct State {
        var count = 0
        /// Whether a task waits, or is about to.
        var isWatched = false
        var watcher: CheckedContinuation<Void, Never>?

        mutating func takeWatcher() -> CheckedContinuation<Void, Never>? {
            isWatched = false
            return watcher.take()
        }
    }

    private let state = NIOLockedValueBox(State())

    var count: Int { state.withLockedValue { $0.count } }

    /// Counts a socket until its channel is closed. Returns at once, but for one caller at a time, who waits until there
    /// is no socket any more, or until its task is cancelled.
    func include(_ channel: any Channel) async {
        let isFirst = state.withLockedValue { state in
            state.count += 1
            defer { state.isWatched = true }
            return !state.isWatched
        }
        channel.closeFuture.whenComplete { _ in self.left() }
        guard isFirst else { return }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLockedValue { state in
                    // Both may have come to pass before there was anybody to tell.
                    guard state.count > 0, !Task.isCancelled else {
                        state.isWatched = false
                        return true
                    }
                    state.watcher = continuation
                    return false
                }
                if isOver { continuation.resume() }
            }
        } onCancel: {
            state.withLockedValue { $0.watcher == nil ? nil : $0.takeWatcher() }?.resume()
        }
    }

    private func left() {
        let watcher = state.withLockedValue { state in
            state.count -= 1
            return state.count == 0 && state.watcher != nil ? state.takeWatcher() : nil
        }
        watcher?.resume()
    }
}
