// The extension module `tensorbrook._native`.
#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>

#include <utility>

#include "../onednn/onednn.h"
#include "../parallel.h"
#include "call.h"
#include "functions.h"
#include "op.h"
#include "plan.h"
#include "session.h"
#include "tape.h"
#include "tensor.h"
#include "variable.h"

namespace nb = nanobind;

namespace tb {
namespace {

PyMethodDef functions[] = {
    {"from_numpy", reinterpret_cast<PyCFunction>(from_numpy), METH_FASTCALL,
     "from_numpy(array, dtype_code, copy=True): makes a tensor of a NumPy array."},
    {"from_object", reinterpret_cast<PyCFunction>(from_object), METH_FASTCALL,
     "from_object(object, dtype_code, dims): makes a string, resource or variant tensor."},
    {"from_literal", reinterpret_cast<PyCFunction>(from_literal), METH_FASTCALL,
     "from_literal(value, dtype_code): a tensor of Python numbers, or None for anything special."},
    {"from_dlpack", reinterpret_cast<PyCFunction>(from_dlpack), METH_FASTCALL,
     "from_dlpack(capsule): makes a tensor that shares a DLPack capsule's memory."},
    {"to_dlpack", reinterpret_cast<PyCFunction>(to_dlpack), METH_FASTCALL,
     "to_dlpack(tensor): shares the tensor's memory as a DLPack capsule."},
    {"register_numpy_dtype", reinterpret_cast<PyCFunction>(register_numpy_dtype), METH_FASTCALL,
     "register_numpy_dtype(code, dtype): tells the NumPy type of a dtype code."},
    {"find", reinterpret_cast<PyCFunction>(find_kernel), METH_FASTCALL,
     "find(op_name): the handle of a native kernel, or -1."},
    {"find_tile", reinterpret_cast<PyCFunction>(find_tile), METH_FASTCALL,
     "find_tile(op_name, input_codes, result_code): what a fused step calls, or None."},
    {"execute", reinterpret_cast<PyCFunction>(execute), METH_FASTCALL,
     "execute(handle, inputs, attributes): the list of outputs, or NotImplemented."},
    {"prepare", reinterpret_cast<PyCFunction>(prepare), METH_FASTCALL,
     "prepare(handle, attributes): a kernel with its attributes, for register_calls."},
    {"call", reinterpret_cast<PyCFunction>(call), METH_FASTCALL,
     "call(op, inputs, attributes, tapes): the outputs, or NotImplemented."},
    {"philox", reinterpret_cast<PyCFunction>(philox), METH_FASTCALL,
     "philox(what, key, low, high, out, dtype code): fills an array; False: not that type."},
    {"matmul", reinterpret_cast<PyCFunction>(matmul), METH_FASTCALL,
     "matmul(a, b): the product of two eager tensors, or NotImplemented."},
    {"register_lists", reinterpret_cast<PyCFunction>(register_lists), METH_FASTCALL,
     "register_lists(make): what makes an object of a list's items, dtype code and dims."},
    {"register_ops", reinterpret_cast<PyCFunction>(register_ops), METH_FASTCALL,
     "register_ops(find): what gives the record behind an operator."},
    {"register_tapes", reinterpret_cast<PyCFunction>(register_tapes), METH_FASTCALL,
     "register_tapes(tape class, entry class, thread state, interpreter, add, step, dtype codes)."},
    {"register_variables", reinterpret_cast<PyCFunction>(register_variables), METH_FASTCALL,
     "register_variables(class, read_op): what reads as variables of that class."},
    {"read", reinterpret_cast<PyCFunction>(read_plain), METH_FASTCALL,
     "read(variable): its value, told to the tapes, or None where Python has to read it."},
    {"assign", reinterpret_cast<PyCFunction>(assign_plain), METH_FASTCALL,
     "assign(op, handle, value): whether the op has changed the variable; else Python has to."},
    {"reduce", reinterpret_cast<PyCFunction>(reduce), METH_FASTCALL,
     "reduce(op, tensor, axis, keepdims): the reduction, or NotImplemented."},
    {"kernel_names", reinterpret_cast<PyCFunction>(kernel_names), METH_FASTCALL,
     "kernel_names(): the operations that have a native kernel."},
    {"split_records", reinterpret_cast<PyCFunction>(split_records), METH_FASTCALL,
     "split_records(data): the whole, undamaged records at the start, and where they end."},
    {"frame_record", reinterpret_cast<PyCFunction>(frame_record), METH_FASTCALL,
     "frame_record(record): a record as it stands in a file."},
    {"parse_examples", reinterpret_cast<PyCFunction>(parse_examples), METH_FASTCALL,
     "parse_examples(inputs, ...): what ParseExampleV2 gives, or None."},
    {nullptr, nullptr, 0, nullptr},
};

void register_tensor_class(nb::type_object type) {
  auto* cls = reinterpret_cast<PyTypeObject*>(type.ptr());
  if (!PyType_IsSubtype(cls, tensor_base_type()) ||
      cls->tp_basicsize != tensor_base_type()->tp_basicsize) {
    throw nb::type_error(
        "A tensor class derives from TensorBase first and adds no storage "
        "(use __slots__ = ()).");
  }
  set_tensor_class(cls);
}

nb::object register_fallback(const std::string& name, nb::callable function) {
  PyObject** place = fallback_place(name.c_str());
  if (!place) throw nb::value_error(("No operator slot is named " + name + ".").c_str());
  PyObject* previous = std::exchange(*place, function.release().ptr());
  return previous ? nb::steal(previous) : nb::none();
}

nb::dict stats() {
  AllocatorStats stats = allocator_stats();
  nb::dict result;
  result["live_bytes"] = stats.live_bytes;
  result["peak_bytes"] = stats.peak_bytes;
  result["cached_bytes"] = stats.cached_bytes;
  result["allocations"] = stats.allocations;
  result["cache_hits"] = stats.cache_hits;
  return result;
}

nb::dict device_info() {
  nb::dict result;
  result["onednn"] = nb::none();
  if (const char* version = onednn_version()) result["onednn"] = version;
  result["isa"] = TENSORBROOK_ISA_NAME;
  result["threads"] = thread_count();
  return result;
}

}  // namespace
}  // namespace tb

NB_MODULE(_native, m) {
  using namespace tb;
  // Tensors that live until exit are no leaks: programs keep them in globals.
  nb::set_leak_warnings(false);
  if (!import_numpy() || !add_tensor_type(m.ptr()) || !add_tape_type(m.ptr()) ||
      !add_variable_type(m.ptr()) || !add_op_type(m.ptr()) ||
      PyModule_AddFunctions(m.ptr(), functions) < 0) {
    throw nb::python_error();
  }
  m.def("register_tensor_class", register_tensor_class);
  m.def("register_fallback", register_fallback);
  m.def("set_slow", [](int delta) { return slow_counter() += delta; });
  m.def("allocator_stats", stats);
  m.def("device_info", device_info);
  m.def("set_threads", set_thread_count);
  m.def("set_buffer_limit", set_buffer_limit);
  bind_call(m);
  bind_variable(m);
  bind_plan(m);
  bind_session(m);
}
