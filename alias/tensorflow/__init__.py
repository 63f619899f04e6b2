"""The import name `tensorflow`, which stands for Tensorbrook in this environment."""

import importlib
import sys

from tensorbrook._src import alias

# From here on the finder answers for the name; the import statement that is being
# carried out takes what it finds in sys.modules.
del sys.modules[__name__]
alias.install()
importlib.import_module(__name__)
