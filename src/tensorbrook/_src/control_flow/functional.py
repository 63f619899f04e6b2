"""The functional forms of control flow, under one roof for code that stages Python."""

from tensorbrook._src.control_flow.conditional import case as case
from tensorbrook._src.control_flow.conditional import cond as cond
from tensorbrook._src.control_flow.conditional import switch_case as switch_case
from tensorbrook._src.control_flow.loop import while_loop as while_loop
