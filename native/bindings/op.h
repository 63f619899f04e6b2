// The type that op records derive from: calling one takes the short road where it can.
#pragma once

#include <Python.h>

namespace tb {

// Registers OpBase in the module; false with a Python error set.
bool add_op_type(PyObject* module);

}  // namespace tb
