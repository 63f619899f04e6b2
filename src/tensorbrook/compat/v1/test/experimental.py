"""Waiting for devices in tests."""

from tensorbrook._src.testing.environment import sync_devices as sync_devices
