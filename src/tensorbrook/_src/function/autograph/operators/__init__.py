"""The run-time half: what rewritten functions call under the name `ag__`."""

from tensorbrook._src.function.autograph.operators.assertion import (
    assert_stmt as assert_stmt,
)
from tensorbrook._src.function.autograph.operators.boolean import and_ as and_
from tensorbrook._src.function.autograph.operators.boolean import compare as compare
from tensorbrook._src.function.autograph.operators.boolean import not_ as not_
from tensorbrook._src.function.autograph.operators.boolean import or_ as or_
from tensorbrook._src.function.autograph.operators.branches import if_exp as if_exp
from tensorbrook._src.function.autograph.operators.branches import if_stmt as if_stmt
from tensorbrook._src.function.autograph.operators.branches import returned as returned
from tensorbrook._src.function.autograph.operators.called import converted as converted
from tensorbrook._src.function.autograph.operators.for_loops import for_stmt as for_stmt
from tensorbrook._src.function.autograph.operators.state import (
    NO_RETURN_VALUE as NO_RETURN_VALUE,
)
from tensorbrook._src.function.autograph.operators.state import NO_STATE as NO_STATE
from tensorbrook._src.function.autograph.operators.state import State as State
from tensorbrook._src.function.autograph.operators.state import (
    is_undefined as is_undefined,
)
from tensorbrook._src.function.autograph.operators.while_loops import (
    while_stmt as while_stmt,
)
