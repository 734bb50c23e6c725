#if canImport(Darwin)
    import Darwin
#else
    import Glibc
#endif

/// Every connection takes a file descriptor.
enum DescriptorLimit {
    /// What the process has open besides connections: files, event loops, standard streams.
    private static let others = 64

    /// Raises the soft limit to the hard one, and throws if that is not enough for so many connections.
    static func allow(connections: Int) throws {
        #if canImport(Darwin)
            let resource = RLIMIT_NOFILE
        #else
            let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #endif
        var limit = rlimit()
        getrlimit(resource, &limit)
        limit.rlim_cur = limit.rlim_max
        guard setrlimit(resource, &limit) == 0 else {
            throw DriverError("cannot raise the limit of file descriptors: \(String(cString: strerror(errno)))")
        }
        if limit.rlim_max < rlim_t(connections + others) {
            throw DriverError(
                "\(connections) connections need \(connections + others) file descriptors, and the hard limit is "
                    + "\(limit.rlim_max): raise it (ulimit -Hn as root) or use fewer connections")
        }
    }
}
