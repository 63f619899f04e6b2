// The module's functions, by the file that defines them. All are METH_FASTCALL.
#pragma once

#include <Python.h>

#include "../attributes.h"
#include "../registry.h"

namespace tb {

// numpy.cc
PyObject* from_numpy(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* register_numpy_dtype(PyObject*, PyObject* const* args, Py_ssize_t count);

// literal.cc
PyObject* from_literal(PyObject*, PyObject* const* args, Py_ssize_t count);

// dlpack.cc
PyObject* from_dlpack(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* to_dlpack(PyObject*, PyObject* const* args, Py_ssize_t count);

// Elements from which other Python threads gain more than the switch costs.
inline constexpr int64_t kReleaseGilWork = 16 * 1024;

// execute.cc
PyObject* find_kernel(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* find_tile(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* execute(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* kernel_names(PyObject*, PyObject* const* args, Py_ssize_t count);
// Reads a dict of attribute values; the texts stay the dict's. False with a Python error set.
bool read_attributes(PyObject* dict, Attributes* attributes);
// Runs the kernel for these tensors. False: not handled, or an error is set.
bool run_entry(const OpEntry& entry, PyObject* const* tensors, Py_ssize_t count,
               const Attributes& attributes, Outputs& outputs);
// A new list of tensors; null with a Python error set.
PyObject* tensor_list(Outputs& outputs);
// Runs a kernel, without the GIL where the work is large. False: not handled, or an error is set.
bool run_kernel(Kernel kernel, KernelContext& context, int64_t work);

// random.cc
PyObject* philox(PyObject*, PyObject* const* args, Py_ssize_t count);

// slots.cc
PyObject* matmul(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* register_lists(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* register_ops(PyObject*, PyObject* const* args, Py_ssize_t count);

// call.cc
PyObject* prepare(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* call(PyObject*, PyObject* const* args, Py_ssize_t count);

// op.cc
PyObject* reduce(PyObject*, PyObject* const* args, Py_ssize_t count);

// records.cc
PyObject* split_records(PyObject*, PyObject* const* args, Py_ssize_t count);
PyObject* frame_record(PyObject*, PyObject* const* args, Py_ssize_t count);

// examples.cc
PyObject* parse_examples(PyObject*, PyObject* const* args, Py_ssize_t count);

}  // namespace tb
