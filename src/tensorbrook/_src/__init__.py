"""The implementation: rooms in the order in which data flows (docs/architecture.md)."""
