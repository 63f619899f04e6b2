"""Examples that programs import."""

from tensorbrook.examples import tutorials as tutorials
