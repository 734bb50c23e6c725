public import Metrics

/// What the relay counts.
public struct RelayMetrics: Sendable {
    let connections: Meter
    let rooms: Meter
    let snapshotReads: Counter
    let logReads: Counter
    let changes: Counter
    let coordination: Counter
    let slowConsumers: Counter
    let resumptions: Counter

    /// Makes the instruments.
    public init(_ metrics: any MetricsFactory) {
        connections = Meter(label: "podium_relay_connections", factory: metrics)
        rooms = Meter(label: "podium_relay_rooms", factory: metrics)
        snapshotReads = Counter(label: "podium_relay_snapshot_reads_total", factory: metrics)
        logReads = Counter(label: "podium_relay_log_reads_total", factory: metrics)
        changes = Counter(label: "podium_relay_changes_total", factory: metrics)
        coordination = Counter(label: "podium_relay_coordination_messages_total", factory: metrics)
        slowConsumers = Counter(label: "podium_relay_slow_consumers_total", factory: metrics)
        resumptions = Counter(label: "podium_relay_listener_resumptions_total", factory: metrics)
    }
}
