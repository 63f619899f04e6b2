"""Bytes on disk: protocol messages, records, tensor bundles, event files."""
