"""What may still change."""

from tensorbrook._src.testing.environment import sync_devices as sync_devices
