// The short road of an eager call: where a call like it was settled before, from its arguments
// to the kernel's outputs without Python in between.
#include "call.h"

#include <nanobind/nanobind.h>

#include <memory>
#include <unordered_map>
#include <vector>

#include "functions.h"
#include "tape.h"
#include "tensor.h"
#include "variable.h"

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
PyObject* conversions = nullptr;  // the functions that programs registered for their types
PyObject* convert_name = nullptr;
PyObject* code_name = nullptr;
PyObject* name_name = nullptr;

// Null where an attribute is of a type whose equal values may differ.
nb::object key_of(PyObject* op, nb::handle inputs, PyObject* attributes) {
  Py_ssize_t count = PyTuple_GET_SIZE(inputs.ptr());
  Py_ssize_t parts = PyDict_GET_SIZE(attributes);
  if (parts > 0 && PyDict_Contains(attributes, name_name) == 1) --parts;
  Py_ssize_t size = 1 + count + 3 * parts;
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
    // What the node is called in a graph means nothing here.
    if (name == name_name || PyUnicode_Compare(name, name_name) == 0) continue;
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

// What the signature of an op says about Python numbers among the inputs.
struct NumberRules {
  nb::object shared;                    // the type attribute that all inputs share, or none
  std::vector<nb::object> index_types;  // by place, for an input of axes or the like
};

bool read_rules(PyObject* op, NumberRules* rules) {
  nb::object signature = nb::steal(PyObject_GetAttrString(op, "signature"));
  nb::object shared, places, inputs;
  if (signature) shared = nb::steal(PyObject_GetAttrString(signature.ptr(), "shared_type"));
  if (shared) places = nb::steal(PyObject_GetAttrString(signature.ptr(), "index_places"));
  if (places) inputs = nb::steal(PyObject_GetAttrString(signature.ptr(), "inputs"));
  if (!inputs) return false;
  if (!shared.is_none()) rules->shared = shared;
  Py_ssize_t count = PySequence_Size(inputs.ptr());
  for (Py_ssize_t i = 0; i < count; ++i) {
    nb::object place = nb::steal(PyLong_FromSsize_t(i));
    nb::object& name = rules->index_types.emplace_back();
    int found = place ? PySequence_Contains(places.ptr(), place.ptr()) : -1;
    if (found < 0) return false;
    if (found == 0) continue;
    nb::object argument = nb::steal(PySequence_GetItem(inputs.ptr(), i));
    if (argument) name = nb::steal(PyObject_GetAttrString(argument.ptr(), "type_attr"));
    if (!name) return false;
  }
  return true;
}

// Null with a Python error set. Records live as long as the program.
const NumberRules* rules_of(PyObject* op) {
  static auto* known = new std::unordered_map<PyObject*, NumberRules>();
  auto found = known->find(op);
  if (found != known->end()) return &found->second;
  NumberRules rules;
  if (!read_rules(op, &rules)) return nullptr;
  return &known->emplace(Py_NewRef(op), std::move(rules)).first->second;
}

bool is_number(PyObject* item) { return PyFloat_CheckExact(item) || PyLong_CheckExact(item); }

// The type of a Python number or list at that place; kInvalid where Python decides, perhaps
// with an error set.
DType type_at(PyObject* op, size_t place, PyObject* inputs, PyObject* attributes) {
  const NumberRules* rules = rules_of(op);
  if (!rules || place >= rules->index_types.size()) return DType::kInvalid;
  if (const nb::object& name = rules->index_types[place]) {
    return PyDict_Contains(attributes, name.ptr()) == 0 ? DType::kInt32 : DType::kInvalid;
  }
  bool open = rules->shared && is_number(PyTuple_GET_ITEM(inputs, place)) &&
              PyDict_Contains(attributes, rules->shared.ptr()) == 0;
  for (Py_ssize_t i = 0; open && i < PyTuple_GET_SIZE(inputs); ++i) {
    PyObject* other = PyTuple_GET_ITEM(inputs, i);
    if (Py_TYPE(other) == tensor_class()) return array_of(other).dtype();
  }
  return DType::kInvalid;
}

// A tensor for an input that is none: the value of a variable, Python numbers of a plain case;
// or null, perhaps with an error.
nb::object tensor_for(PyObject* op, size_t place, PyObject* inputs, PyObject* attributes,
                      PyObject* tapes, bool natively) {
  PyObject* item = PyTuple_GET_ITEM(inputs, place);
  if (is_plain_number(item)) {
    DType dtype = type_at(op, place, inputs, attributes);
    if (dtype == DType::kInvalid) return {};
    nb::object made = nb::steal(tensor_of_literal(item, dtype));
    return made && !made.is_none() ? made : nb::object();
  }
  if (!is_variable(item)) return {};
  nb::object value = read_variable(item, tapes);
  if (!value && !PyErr_Occurred() && !natively) {
    value = nb::steal(PyObject_CallMethodNoArgs(item, convert_name));
  }
  return value && Py_TYPE(value.ptr()) == tensor_class() ? value : nb::object();
}

// The inputs as tensors; null for what Python has to convert, perhaps with an error.
nb::object tensors_of(PyObject* op, PyObject* given, PyObject* attributes, PyObject* tapes,
                      bool natively) {
  Py_ssize_t count = PyTuple_GET_SIZE(given);
  nb::object inputs = nb::borrow(given);
  for (Py_ssize_t i = 0; i < count; ++i) {
    if (Py_TYPE(PyTuple_GET_ITEM(given, i)) == tensor_class()) continue;
    nb::object value =
        tensor_for(op, static_cast<size_t>(i), inputs.ptr(), attributes, tapes, natively);
    if (!value) return {};
    if (inputs.is(given)) {
      inputs = nb::steal(PyTuple_New(count));
      if (!inputs) return {};
      for (Py_ssize_t j = 0; j < count; ++j) {
        PyTuple_SET_ITEM(inputs.ptr(), j, Py_NewRef(PyTuple_GET_ITEM(given, j)));
      }
    }
    PyObject* replaced = PyTuple_GET_ITEM(inputs.ptr(), i);
    PyTuple_SET_ITEM(inputs.ptr(), i, value.release().ptr());
    Py_DECREF(replaced);
  }
  return inputs;
}

// The outputs as a tuple of tensors; null with a Python error set.
nb::object tensor_tuple(Outputs& outputs) {
  nb::object tuple = nb::steal(PyTuple_New(outputs.size()));
  for (int i = 0; tuple && i < outputs.size(); ++i) {
    PyObject* tensor = make_tensor(std::move(outputs[i]));
    if (!tensor) return {};
    PyTuple_SET_ITEM(tuple.ptr(), i, tensor);
  }
  return tuple;
}

// The only output, told to the tapes; or what Python needs to tell them of several.
PyObject* told(PyObject* tapes, PyObject* op, nb::handle inputs, const Settled& settled,
               bool simple, Outputs& outputs) {
  nb::object made = tensor_tuple(outputs);
  if (!made) return nullptr;
  if (!simple) return PyTuple_Pack(3, inputs.ptr(), settled.attributes, made.ptr());
  if (!tell_tapes(tapes, op, inputs.ptr(), settled, made.ptr())) return nullptr;
  return Py_NewRef(PyTuple_GET_SIZE(made.ptr()) == 0 ? Py_None : PyTuple_GET_ITEM(made.ptr(), 0));
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

PyObject* call_op(PyObject* op, PyObject* given, PyObject* attributes, PyObject* tapes,
                  bool natively) {
  nb::object inputs = tensors_of(op, given, attributes, tapes, natively);
  nb::object known = inputs ? known_call(op, inputs, attributes) : nb::object();
  if (!known) {
    if (PyErr_Occurred()) return nullptr;
    Py_RETURN_NOTIMPLEMENTED;
  }
  PyObject* capsule = PyTuple_GET_ITEM(known.ptr(), 1);
  bool for_tapes = PyList_GET_SIZE(tapes) > 0;
  bool simple = PyTuple_GET_ITEM(known.ptr(), 2) == Py_True;
  if (capsule == Py_None || !(simple || (for_tapes && !natively))) Py_RETURN_NOTIMPLEMENTED;
  auto* prepared = static_cast<Prepared*>(PyCapsule_GetPointer(capsule, kCallName));
  if (!prepared) return nullptr;
  FewOutputs outputs;
  if (!run_entry(*prepared->entry, PySequence_Fast_ITEMS(inputs.ptr()),
                 PyTuple_GET_SIZE(inputs.ptr()), prepared->attributes, outputs)) {
    if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_MemoryError)) return nullptr;
    PyErr_Clear();  // the reference says what is too large
    Py_RETURN_NOTIMPLEMENTED;
  }
  if (for_tapes) {
    Settled settled{PyTuple_GET_ITEM(known.ptr(), 0), prepared->entry, &prepared->attributes,
                    capsule};
    return told(tapes, op, inputs, settled, simple, outputs);
  }
  return outputs.size() == 0 ? Py_NewRef(Py_None) : make_tensor(std::move(outputs[0]));
}

bool is_plain_number(PyObject* value) {
  bool plain = is_number(value) || PyTuple_CheckExact(value) || PyList_CheckExact(value);
  return plain && conversions && PyList_GET_SIZE(conversions) == 0;
}

PyObject* no_attributes() {
  static PyObject* empty = PyDict_New();
  return empty;
}

PyObject* quick_call(PyObject* op, PyObject* inputs, PyObject* attributes) {
  nb::object tapes = settled_calls ? nb::steal(only_tapes()) : nb::object();
  if (!tapes || !are_plain(tapes.ptr())) Py_RETURN_NOTIMPLEMENTED;
  return call_op(op, inputs, attributes, tapes.ptr(), true);
}

PyObject* call(PyObject*, PyObject* const* args, Py_ssize_t count) {
  bool fits =
      count == 4 && PyTuple_Check(args[1]) && PyDict_Check(args[2]) && PyList_Check(args[3]);
  if (!fits || !settled_calls) {
    PyErr_SetString(PyExc_TypeError, "call takes an op, its inputs, attributes, and the tapes.");
    return nullptr;
  }
  return call_op(args[0], args[1], args[2], args[3], false);
}

void bind_call(nb::module_& m) {
  code_name = PyUnicode_InternFromString("_code");
  convert_name = PyUnicode_InternFromString("__tf_tensor__");
  name_name = PyUnicode_InternFromString("name");
  m.def(
      "register_calls",
      [](nb::dict calls, nb::object types, nb::list functions) {
        settled_calls = calls.release().ptr();
        memorable_types = types.release().ptr();
        conversions = functions.release().ptr();
      },
      nb::arg("calls"), nb::arg("types"), nb::arg("conversions"));
}

}  // namespace tb
