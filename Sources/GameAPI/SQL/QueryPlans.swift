/// How PostgreSQL is to plan the statements of this target.
public enum QueryPlans {
    /// For each session (manual, 20.7 and the page of PREPARE).
    ///
    /// All statements look rows up by index, however many there are. Left to itself, PostgreSQL plans a batch of a few
    /// mutations anew each time, which takes longer than to execute it, and for a small table a join that reads the
    /// whole of it: its plans, and what a mutation costs, then depend on when statistics were last collected.
    public static let sessionParameters = [
        "plan_cache_mode": "force_generic_plan",
        "enable_seqscan": "off",
        "enable_bitmapscan": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
        "jit": "off",
    ]
}
