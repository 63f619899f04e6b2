"""`python -m tensorbrook` is the command `tensorbrook`."""

import sys

from tensorbrook._src.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
