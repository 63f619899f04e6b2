// Eager calls of native kernels by handle.
#include <new>

#include "functions.h"
#include "tensor.h"

namespace tb {
namespace {

PyObject* dtype_code_name = nullptr;

bool read_sequence(PyObject* value, Attribute* item) {
  Py_ssize_t n = PySequence_Fast_GET_SIZE(value);
  PyObject** values = PySequence_Fast_ITEMS(value);
  bool integers = true;
  for (Py_ssize_t i = 0; i < n; ++i) integers = integers && PyLong_Check(values[i]);
  if (integers) {
    item->kind = Attribute::Kind::kInts;
    for (Py_ssize_t i = 0; i < n; ++i) item->integers.push_back(PyLong_AsLongLong(values[i]));
    return !PyErr_Occurred();
  }
  bool reals = true;
  for (Py_ssize_t i = 0; i < n; ++i) {
    reals = reals && (PyFloat_Check(values[i]) || PyLong_Check(values[i]));
  }
  if (!reals) {
    item->kind = Attribute::Kind::kOther;
    return true;
  }
  item->kind = Attribute::Kind::kFloats;
  for (Py_ssize_t i = 0; i < n; ++i) item->reals.push_back(PyFloat_AsDouble(values[i]));
  return !PyErr_Occurred();
}

bool read_dtype(PyObject* value, Attribute* item) {
  if (!dtype_code_name) dtype_code_name = PyUnicode_InternFromString("_code");
  PyObject* code = PyObject_GetAttr(value, dtype_code_name);
  if (!code) {
    if (!PyErr_ExceptionMatches(PyExc_AttributeError)) return false;
    PyErr_Clear();
    item->kind = Attribute::Kind::kOther;
    return true;
  }
  item->kind = Attribute::Kind::kType;
  item->integer = PyLong_AsLongLong(code);
  Py_DECREF(code);
  return !PyErr_Occurred();
}

bool read_value(PyObject* value, Attribute* item) {
  if (value == Py_None) return true;
  if (PyLong_Check(value)) {
    item->kind = Attribute::Kind::kInt;
    item->integer = PyLong_AsLongLong(value);
    return !PyErr_Occurred();
  }
  if (PyFloat_Check(value)) {
    item->kind = Attribute::Kind::kFloat;
    item->real = PyFloat_AS_DOUBLE(value);
    return true;
  }
  if (PyUnicode_Check(value)) {
    Py_ssize_t length;
    const char* text = PyUnicode_AsUTF8AndSize(value, &length);
    if (!text) {
      // Bytes that are no text, as serialized messages are: no kernel asks for them.
      PyErr_Clear();
      item->kind = Attribute::Kind::kOther;
      return true;
    }
    item->kind = Attribute::Kind::kString;
    item->text = {text, static_cast<size_t>(length)};
    return true;
  }
  if (PyBytes_Check(value)) {
    item->kind = Attribute::Kind::kString;
    item->text = {PyBytes_AS_STRING(value), static_cast<size_t>(PyBytes_GET_SIZE(value))};
    return true;
  }
  if (PyTuple_Check(value) || PyList_Check(value)) return read_sequence(value, item);
  return read_dtype(value, item);
}

}  // namespace

bool read_attributes(PyObject* dict, Attributes* attributes) {
  if (dict == Py_None) return true;
  if (!PyDict_Check(dict)) {
    PyErr_SetString(PyExc_TypeError, "attributes must be a dict or None.");
    return false;
  }
  attributes->reserve(static_cast<size_t>(PyDict_GET_SIZE(dict)));
  PyObject *key, *value;
  Py_ssize_t position = 0;
  while (PyDict_Next(dict, &position, &key, &value)) {
    Py_ssize_t length;
    const char* name = PyUnicode_AsUTF8AndSize(key, &length);
    if (!name) return false;
    if (!read_value(value, &attributes->add({name, static_cast<size_t>(length)}))) return false;
  }
  return true;
}

bool run_kernel(Kernel kernel, KernelContext& context, int64_t work) {
  PyThreadState* state = work >= kReleaseGilWork ? PyEval_SaveThread() : nullptr;
  bool handled = false;
  bool out_of_memory = false;
  try {
    handled = kernel(context);
  } catch (const std::bad_alloc&) {
    out_of_memory = true;
  }
  if (state) PyEval_RestoreThread(state);
  if (out_of_memory) PyErr_NoMemory();
  return handled && !out_of_memory;
}

bool run_entry(const OpEntry& entry, PyObject* const* tensors, Py_ssize_t count,
               const Attributes& attributes, Outputs& outputs) {
  constexpr Py_ssize_t kInlineInputs = 16;
  const Array* inline_inputs[kInlineInputs];
  List<const Array*> many;
  const Array** inputs = inline_inputs;
  if (count > kInlineInputs) {
    many.resize(static_cast<size_t>(count));
    inputs = many.data();
  }
  int64_t work = 0;
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (!is_tensor(tensors[i])) return false;
    inputs[i] = &array_of(tensors[i]);
    work += inputs[i]->size();
  }
  Kernel kernel = entry.select(inputs, static_cast<int>(count));
  if (!kernel) return false;
  KernelContext context(inputs, static_cast<int>(count), attributes, outputs);
  return run_kernel(kernel, context, work);
}

PyObject* tensor_list(Outputs& outputs) {
  PyObject* list = PyList_New(outputs.size());
  for (int i = 0; list && i < outputs.size(); ++i) {
    PyObject* tensor = make_tensor(std::move(outputs[i]));
    if (!tensor) {
      Py_CLEAR(list);
      break;
    }
    PyList_SET_ITEM(list, i, tensor);
  }
  return list;
}

PyObject* find_kernel(PyObject*, PyObject* const* args, Py_ssize_t count) {
  const char* name = count == 1 ? PyUnicode_AsUTF8(args[0]) : nullptr;
  if (!name) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "find takes an operation name.");
    return nullptr;
  }
  return PyLong_FromLong(Registry::instance().find(name));
}

PyObject* kernel_names(PyObject*, PyObject* const*, Py_ssize_t) {
  const Registry& registry = Registry::instance();
  PyObject* list = PyList_New(registry.size());
  for (int i = 0; list && i < registry.size(); ++i) {
    PyObject* name = PyUnicode_FromString(registry[i].name.c_str());
    if (!name) {
      Py_CLEAR(list);
      break;
    }
    PyList_SET_ITEM(list, i, name);
  }
  return list;
}

PyObject* find_tile(PyObject*, PyObject* const* args, Py_ssize_t count) {
  const char* name = count == 3 ? PyUnicode_AsUTF8(args[0]) : nullptr;
  if (!name || !PyTuple_Check(args[1])) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "find_tile takes a name and codes.");
    return nullptr;
  }
  long result = PyLong_AsLong(args[2]);
  int handle = Registry::instance().find(name);
  if (handle < 0) Py_RETURN_NONE;
  const OpEntry& entry = Registry::instance()[handle];
  if (entry.key_input >= PyTuple_GET_SIZE(args[1])) Py_RETURN_NONE;
  long key = PyLong_AsLong(PyTuple_GET_ITEM(args[1], entry.key_input));
  if (PyErr_Occurred()) return nullptr;
  for (size_t i = 0; i < entry.tiles.size(); ++i) {
    const TileKernel& tile = entry.tiles[i];
    if (static_cast<long>(tile.key) == key && static_cast<long>(tile.result) == result) {
      return Py_BuildValue("(in)", handle, static_cast<Py_ssize_t>(i));
    }
  }
  Py_RETURN_NONE;
}

PyObject* execute(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 3 || !(PyList_Check(args[1]) || PyTuple_Check(args[1]))) {
    PyErr_SetString(PyExc_TypeError, "execute takes a handle, a list of tensors and attributes.");
    return nullptr;
  }
  long handle = PyLong_AsLong(args[0]);
  Registry& registry = Registry::instance();
  if (handle < 0 || handle >= registry.size()) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "No kernel has the handle %ld.", handle);
    return nullptr;
  }
  Attributes attributes;
  if (!read_attributes(args[2], &attributes)) return nullptr;
  FewOutputs outputs;
  if (!run_entry(registry[static_cast<int>(handle)], PySequence_Fast_ITEMS(args[1]),
                 PySequence_Fast_GET_SIZE(args[1]), attributes, outputs)) {
    if (PyErr_Occurred()) return nullptr;
    Py_RETURN_NOTIMPLEMENTED;
  }
  return tensor_list(outputs);
}

}  // namespace tb
