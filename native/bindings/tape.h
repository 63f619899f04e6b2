// What gradient tapes remember, and how they go back: without Python where all is plain.
#pragma once

#include <Python.h>
#include <nanobind/nanobind.h>

#include <vector>

#include "../attributes.h"
#include "../registry.h"

namespace tb {

// The kernel and the attributes of an op, where a call has settled them.
struct Settled {
  PyObject* attributes = nullptr;    // the dict, borrowed
  const OpEntry* kernel = nullptr;   // null: to be looked up
  const Attributes* read = nullptr;  // the attributes as the kernel has them
  PyObject* owner = nullptr;         // what keeps them alive, borrowed
};

// One op on a tape. The inputs and outputs are lists or tuples of tensors.
struct TapeEntry {
  nanobind::object op, inputs, attributes, outputs, gradient_override, owner;
  const OpEntry* kernel = nullptr;
  const Attributes* read = nullptr;
};

// tape.cc -----------------------------------------------------------------------------------------

// Whether gradients flow through tensors of that type.
bool differentiable(DType dtype);

// Registers TapeBase in the module; false with a Python error set.
bool add_tape_type(PyObject* module);
PyObject* register_tapes(PyObject*, PyObject* const* args, Py_ssize_t count);

// Tells every tape in the list of an op. False with a Python error set.
bool tell_tapes(PyObject* tapes, PyObject* op, PyObject* inputs, const Settled& settled,
                PyObject* outputs);

// Tells every tape in the list that a variable with that handle is read. False with a Python
// error set.
bool tell_access(PyObject* tapes, PyObject* variable, PyObject* handle, bool trainable);

// The tapes of this thread if nothing else watches operators or gives them another meaning;
// null without an error otherwise. A new reference.
PyObject* only_tapes();
// Whether all of them are GradientTapes.
bool are_plain(PyObject* tapes);

// The entry as Python sees it.
nanobind::object entry_object(const TapeEntry& entry);

// backward.cc -------------------------------------------------------------------------------------

// What adds up gradients, and what finds those of an entry, where that is for Python.
struct GradientFunctions {
  PyObject* add = nullptr;
  PyObject* step = nullptr;
};
extern GradientFunctions gradient_functions;

// A new list with the gradient of each source, or None; null with a Python error set. A seed
// that is None stands for ones. The entries are the way's own, for the gradients that Python
// computes may change the tape.
PyObject* go_back(std::vector<TapeEntry> entries, PyObject* const* targets, PyObject* const* seeds,
                  Py_ssize_t target_count, PyObject* sources);

}  // namespace tb
