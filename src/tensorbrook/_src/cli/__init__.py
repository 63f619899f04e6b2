"""The command `tensorbrook`: one command per file."""
