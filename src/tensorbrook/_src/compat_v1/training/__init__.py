"""Sessions that train: hooks, coordinators, input pipelines of queues."""
