// Binds `register_calls`; `call` and `prepare` stand in functions.h.
#pragma once

#include <nanobind/nanobind.h>

namespace tb {

void bind_call(nanobind::module_& m);

}  // namespace tb
