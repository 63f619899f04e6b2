// Compiled graphs, as Python sees them.
#pragma once

#include <nanobind/nanobind.h>

namespace tb {

void bind_plan(nanobind::module_& m);

}  // namespace tb
