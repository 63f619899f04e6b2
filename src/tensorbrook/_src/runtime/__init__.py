"""Running graphs: the plan, its executors, and the 1.x session."""
