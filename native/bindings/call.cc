// The short road of an eager call: where a call like it was settled before, from its arguments
// to the kernel's outputs without Python in between.
#include "call.h"

#include <nanobind/nanobind.h>

#include <memory>
#include <unordered_map>

#include "../variable.h"
#include "functions.h"
#include "tape.h"
#include "tensor.h"

namespace nb = nanobind;

namespace tb {
namespace {

constexpr const char* kCallName = "tensorbrook.Prepared";

// A kernel with attributes that were read already; the texts stay the settled dict's.
struct Prepared {
  const OpEntry* entry;
  Attributes attributes;
};

// Calls by operation, types of the inputs and attributes as they were given (dtypes by their
// codes): tuples of the settled attributes, the prepared kernel or None, and whether there is
// at most one output.
PyObject* settled_calls = nullptr;
PyObject* memorable_types = nullptr;
PyObject* accessed_name = nullptr;
PyObject* convert_name = nullptr;
PyObject* code_name = nullptr;
PyObject* handle_name = nullptr;
PyObject* dtype_name = nullptr;
PyObject* asked_dtype_name = nullptr;
// The class of variables, and the op that reads them.
PyTypeObject* variable_class = nullptr;
PyObject* read_op = nullptr;
// The attributes of a read, by dtype.
PyObject* settled_reads[kDTypeCount] = {};

// Null where an attribute is of a type whose equal values may differ.
nb::object key_of(PyObject* op, nb::handle inputs, PyObject* attributes) {
  Py_ssize_t count = PyTuple_GET_SIZE(inputs.ptr());
  Py_ssize_t size = 1 + count + 3 * PyDict_GET_SIZE(attributes);
  nb::object key = nb::steal(PyTuple_New(size));
  if (!key) return {};
  Py_ssize_t at = 0;
  auto add = [&](PyObject* item) { PyTuple_SET_ITEM(key.ptr(), at++, item); };
  add(Py_NewRef(op));
  for (Py_ssize_t i = 0; i < count; ++i) {
    add(PyLong_FromLong(static_cast<long>(array_of(PyTuple_GET_ITEM(inputs.ptr(), i)).dtype())));
  }
  PyObject *name, *value;
  Py_ssize_t position = 0;
  while (PyDict_Next(attributes, &position, &name, &value)) {
    PyObject* type = reinterpret_cast<PyObject*>(Py_TYPE(value));
    if (PySet_Contains(memorable_types, type) != 1) return {};
    add(Py_NewRef(name));
    add(Py_NewRef(type));
    bool simple = value == Py_None || PyLong_Check(value) || PyUnicode_Check(value);
    PyObject* part = simple ? Py_NewRef(value) : PyObject_GetAttr(value, code_name);
    if (!part) return {};
    add(part);
  }
  return key;
}

// What is remembered of such a call, or null.
nb::object known_call(PyObject* op, nb::handle inputs, PyObject* attributes) {
  nb::object key = key_of(op, inputs, attributes);
  if (!key) return {};
  return nb::borrow(PyDict_GetItemWithError(settled_calls, key.ptr()));
}

// Whether variables of that class are read as the registered class reads them.
bool reads_as_usual(PyTypeObject* type) {
  static std::unordered_map<PyTypeObject*, bool> known;
  auto found = known.find(type);
  if (found != known.end()) return found->second;
  bool usual = variable_class && PyType_IsSubtype(type, variable_class);
  for (const char* name : {"__tf_tensor__", "value", "_accessed"}) {
    if (!usual) break;
    nb::object own = nb::steal(PyObject_GetAttrString(reinterpret_cast<PyObject*>(type), name));
    nb::object base =
        nb::steal(PyObject_GetAttrString(reinterpret_cast<PyObject*>(variable_class), name));
    usual = own && base && own.ptr() == base.ptr();
  }
  PyErr_Clear();
  Py_INCREF(type);  // so that its place in memory stays its own
  return known[type] = usual;
}

// The value of a native variable, told to the tapes; null, perhaps with an error, where Python
// has to read it.
nb::object read_variable(PyObject* variable, PyObject* tapes) {
  if (!reads_as_usual(Py_TYPE(variable))) return {};
  nb::object handle = nb::steal(PyObject_GetAttr(variable, handle_name));
  nb::object dtype = nb::steal(PyObject_GetAttr(variable, dtype_name));
  if (!handle || !dtype || Py_TYPE(handle.ptr()) != tensor_class()) return {};
  Variable* resource = variable_of(array_of(handle.ptr()));
  Array value = resource ? resource->read() : Array();
  if (!value) return {};
  PyObject*& settled = settled_reads[static_cast<int>(value.dtype())];
  if (!settled) settled = Py_BuildValue("{O:O}", asked_dtype_name, dtype.ptr());
  nb::object tensor = nb::steal(make_tensor(std::move(value)));
  if (!settled || !tensor || PyList_GET_SIZE(tapes) == 0) return tensor;
  nb::object inputs = nb::steal(PyTuple_Pack(1, handle.ptr()));
  nb::object outputs = nb::steal(PyTuple_Pack(1, tensor.ptr()));
  bool told = inputs && outputs && tell_access(tapes, variable) &&
              tell_tapes(tapes, read_op, inputs.ptr(), settled, outputs.ptr());
  return told ? tensor : nb::object();
}

// What stands for an input that is no tensor: the value of a variable; or null.
nb::object value_of(PyObject* item, PyObject* tapes) {
  PyObject* type = reinterpret_cast<PyObject*>(Py_TYPE(item));
  bool plain =
      PyFloat_Check(item) || PyLong_Check(item) || PyTuple_Check(item) || PyList_Check(item);
  if (plain || !PyObject_HasAttr(type, accessed_name)) return {};
  nb::object value = read_variable(item, tapes);
  if (!value && !PyErr_Occurred()) {
    value = nb::steal(PyObject_CallMethodNoArgs(item, convert_name));
  }
  return value && Py_TYPE(value.ptr()) == tensor_class() ? value : nb::object();
}

// The inputs with variables replaced by their values; null for anything else than tensors.
nb::object tensors_of(nb::handle given, PyObject* tapes) {
  Py_ssize_t count = PyTuple_GET_SIZE(given.ptr());
  nb::object inputs = nb::borrow(given);
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* item = PyTuple_GET_ITEM(given.ptr(), i);
    if (Py_TYPE(item) == tensor_class()) continue;
    nb::object value = value_of(item, tapes);
    if (!value) return {};
    if (inputs.is(given)) {
      inputs = nb::steal(PyTuple_New(count));
      if (!inputs) return {};
      for (Py_ssize_t j = 0; j < count; ++j) {
        PyTuple_SET_ITEM(inputs.ptr(), j, Py_NewRef(PyTuple_GET_ITEM(given.ptr(), j)));
      }
    }
    PyObject* replaced = PyTuple_GET_ITEM(inputs.ptr(), i);
    PyTuple_SET_ITEM(inputs.ptr(), i, value.release().ptr());
    Py_DECREF(replaced);
  }
  return inputs;
}

// The only output, told to the tapes; or what Python needs to tell them of several.
PyObject* told(PyObject* tapes, PyObject* op, nb::handle inputs, PyObject* settled, bool simple,
               Outputs& outputs) {
  nb::object list = nb::steal(tensor_list(outputs));
  nb::object flat = nb::steal(PySequence_List(inputs.ptr()));
  if (!list || !flat) return nullptr;
  if (!simple) return PyTuple_Pack(3, flat.ptr(), settled, list.ptr());
  if (!tell_tapes(tapes, op, flat.ptr(), settled, list.ptr())) return nullptr;
  return Py_NewRef(PyList_GET_SIZE(list.ptr()) == 0 ? Py_None : PyList_GET_ITEM(list.ptr(), 0));
}

}  // namespace

PyObject* prepare(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "prepare takes a kernel's handle and settled attributes.");
    return nullptr;
  }
  long handle = PyLong_AsLong(args[0]);
  Registry& registry = Registry::instance();
  if (handle < 0 || handle >= registry.size()) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "No kernel has the handle %ld.", handle);
    return nullptr;
  }
  auto prepared = std::make_unique<Prepared>();
  prepared->entry = &registry[static_cast<int>(handle)];
  if (!read_attributes(args[1], &prepared->attributes)) return nullptr;
  PyObject* capsule = PyCapsule_New(prepared.get(), kCallName, [](PyObject* self) {
    delete static_cast<Prepared*>(PyCapsule_GetPointer(self, kCallName));
  });
  if (capsule) prepared.release();
  return capsule;
}

PyObject* call_op(PyObject* op, PyObject* given, PyObject* attributes, PyObject* tapes) {
  nb::object inputs = tensors_of(given, tapes);
  nb::object known = inputs ? known_call(op, inputs, attributes) : nb::object();
  if (!known) {
    if (PyErr_Occurred()) return nullptr;
    Py_RETURN_NOTIMPLEMENTED;
  }
  PyObject* settled = PyTuple_GET_ITEM(known.ptr(), 0);
  PyObject* capsule = PyTuple_GET_ITEM(known.ptr(), 1);
  bool for_tapes = PyList_GET_SIZE(tapes) > 0;
  bool simple = PyTuple_GET_ITEM(known.ptr(), 2) == Py_True;
  if (capsule == Py_None || !(simple || for_tapes)) Py_RETURN_NOTIMPLEMENTED;
  auto* prepared = static_cast<Prepared*>(PyCapsule_GetPointer(capsule, kCallName));
  if (!prepared) return nullptr;
  FewOutputs outputs;
  if (!run_entry(*prepared->entry, PySequence_Fast_ITEMS(inputs.ptr()),
                 PyTuple_GET_SIZE(inputs.ptr()), prepared->attributes, outputs)) {
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_MemoryError)) return nullptr;
    PyErr_Clear();  // the reference says what is too large
    Py_RETURN_NOTIMPLEMENTED;
  }
  if (for_tapes) return told(tapes, op, inputs, settled, simple, outputs);
  return outputs.size() == 0 ? Py_NewRef(Py_None) : make_tensor(std::move(outputs[0]));
}

PyObject* call(PyObject*, PyObject* const* args, Py_ssize_t count) {
  bool fits =
      count == 4 && PyTuple_Check(args[1]) && PyDict_Check(args[2]) && PyList_Check(args[3]);
  if (!fits || !settled_calls) {
    PyErr_SetString(PyExc_TypeError, "call takes an op, its inputs, attributes, and the tapes.");
    return nullptr;
  }
  return call_op(args[0], args[1], args[2], args[3]);
}

void bind_call(nb::module_& m) {
  accessed_name = PyUnicode_InternFromString("_accessed");
  code_name = PyUnicode_InternFromString("_code");
  convert_name = PyUnicode_InternFromString("__tf_tensor__");
  handle_name = PyUnicode_InternFromString("_handle");
  dtype_name = PyUnicode_InternFromString("_dtype");
  asked_dtype_name = PyUnicode_InternFromString("dtype");
  m.def(
      "register_calls",
      [](nb::dict calls, nb::object types) {
        settled_calls = calls.release().ptr();
        memorable_types = types.release().ptr();
      },
      nb::arg("calls"), nb::arg("types"));
  m.def(
      "register_variables",
      [](nb::type_object type, nb::object op) {
        variable_class = reinterpret_cast<PyTypeObject*>(type.release().ptr());
        read_op = op.release().ptr();
      },
      nb::arg("cls"), nb::arg("read_op"));
}

}  // namespace tb
