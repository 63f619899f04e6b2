// What `Session.run` and the functions of `make_callable` come down to.
#pragma once

#include <nanobind/nanobind.h>

namespace tb {

void bind_session(nanobind::module_& m);

}  // namespace tb
