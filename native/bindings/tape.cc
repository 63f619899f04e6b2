// The state of a gradient tape: a CPython type that GradientTape derives from.
#include "tape.h"

#include <structmember.h>

#include <algorithm>
#include <bitset>

#include "../pointer_map.h"
#include "tensor.h"
#include "variable.h"

namespace nb = nanobind;

namespace tb {
namespace {

// What Python registered: the classes of tapes and of their entries, the state of the thread
// and the eager interpreter.
PyObject* tape_class = nullptr;
PyObject* entry_class = nullptr;
PyObject* thread_state = nullptr;
PyObject* eager_interpreter = nullptr;
std::bitset<kDTypeCount> differentiable_types;

PyObject* interned(const char* text) { return PyUnicode_InternFromString(text); }

struct Names {
  PyObject* variable_accessed = interned("variable_accessed");
  PyObject* record = interned("record");
  PyObject* trainable = interned("trainable");
  PyObject* handle = interned("handle");
  PyObject* dtype = interned("dtype");
  PyObject* base_dtype = interned("base_dtype");
  PyObject* code = interned("_code");
  PyObject* tapes = interned("tapes");
  PyObject* interpreter = interned("interpreter");
};

const Names& names() {
  static const Names* all = new Names();
  return *all;
}

nb::object attribute(PyObject* object, PyObject* name) {
  return nb::steal(PyObject_GetAttr(object, name));
}

// A value of the thread's state (borrowed); null, perhaps with an error, where it has none. The
// state is a threading.local: its dict of this thread is the same for as long as the thread's
// Python state lives, and looking it up is what takes the time.
PyObject* thread_value(PyObject* name) {
  static thread_local uint64_t known_id = 0;
  static thread_local PyObject* known = nullptr;
  if (!thread_state) return nullptr;
  uint64_t id = PyThreadState_GetID(PyThreadState_Get());
  if (!known || id != known_id) {
    nb::object dict = nb::steal(PyObject_GetAttrString(thread_state, "__dict__"));
    if (!dict || !PyDict_Check(dict.ptr())) return nullptr;
    known = dict.ptr();  // the thread keeps it
    known_id = id;
  }
  return PyDict_GetItemWithError(known, name);
}

struct TapeState {
  std::vector<TapeEntry> entries;
  PointerMap<bool> watched;           // by address; those of tensors stay theirs while they live
  std::vector<nb::object> alive;      // the tensors that were watched
  std::vector<nb::object> variables;  // in the order of their first use
  PointerMap<bool> known_variables;

  void watch(PyObject* tensor) {
    watched[tensor] = true;
    alive.push_back(nb::borrow(tensor));
  }
  void watch_variable(PyObject* variable, PyObject* handle) {
    if (known_variables.contains(variable)) return;
    known_variables[variable] = true;
    variables.push_back(nb::borrow(variable));
    watch(handle);
  }
  bool watches(PyObject* tensors) const {
    PyObject** items = PySequence_Fast_ITEMS(tensors);
    return std::any_of(items, items + PySequence_Fast_GET_SIZE(tensors),
                       [&](PyObject* each) { return watched.contains(each); });
  }
};

struct TapeObject {
  PyObject_HEAD TapeState* state;
  char persistent, watch_accessed, recording, entered, used;
};

TapeObject* tape_of(PyObject* self) { return reinterpret_cast<TapeObject*>(self); }
TapeState& state_of(PyObject* self) { return *tape_of(self)->state; }

bool is_plain_tape(PyObject* tape) {
  return reinterpret_cast<PyObject*>(Py_TYPE(tape)) == tape_class;
}

// The list of the thread's tapes; null with a Python error set.
nb::object tapes_now() {
  PyObject* tapes = thread_value(names().tapes);
  if (tapes && PyList_Check(tapes)) return nb::borrow(tapes);
  if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "The tapes of a thread are a list.");
  return {};
}

bool start(TapeObject* tape) {
  if (tape->recording) {
    PyErr_SetString(PyExc_ValueError, "Tape is still recording, can not enter it again.");
    return false;
  }
  nb::object tapes = tapes_now();
  if (!tapes || PyList_Append(tapes.ptr(), reinterpret_cast<PyObject*>(tape)) < 0) return false;
  tape->recording = tape->entered = 1;
  ++slow_counter();
  return true;
}

bool stop(TapeObject* tape) {
  if (!tape->recording) return true;
  nb::object tapes = tapes_now();
  if (!tapes) return false;
  for (Py_ssize_t i = PyList_GET_SIZE(tapes.ptr()) - 1; i >= 0; --i) {
    if (PyList_GET_ITEM(tapes.ptr(), i) != reinterpret_cast<PyObject*>(tape)) continue;
    if (PyList_SetSlice(tapes.ptr(), i, i + 1, nullptr) < 0) return false;
    tape->recording = 0;
    --slow_counter();
    return true;
  }
  PyErr_SetString(PyExc_ValueError, "The tape records in another thread or scope.");
  return false;
}

void forget(TapeObject* tape) {
  // What dies with the state may run Python, which must not see half of it.
  TapeState old;
  std::swap(old.entries, tape->state->entries);
  std::swap(old.watched, tape->state->watched);
  std::swap(old.alive, tape->state->alive);
}

// 1 if gradients flow through the tensor, 0 if not, -1 with an error.
int flows(PyObject* tensor) {
  if (is_tensor(tensor)) return differentiable(array_of(tensor).dtype());
  nb::object dtype = attribute(tensor, names().dtype);
  nb::object base = dtype ? attribute(dtype.ptr(), names().base_dtype) : nb::object();
  nb::object code = base ? attribute(base.ptr(), names().code) : nb::object();
  long number = code ? PyLong_AsLong(code.ptr()) : -1;
  return number < 0 ? -1 : differentiable(static_cast<DType>(number));
}

bool remember(PyObject* self, PyObject* op, PyObject* inputs, const Settled& settled,
              PyObject* outputs, PyObject* gradient_override) {
  TapeState& state = state_of(self);
  if (!state.watches(inputs)) return true;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(outputs); ++i) {
    PyObject* output = PySequence_Fast_ITEMS(outputs)[i];
    int found = flows(output);
    if (found < 0) return false;
    if (found) state.watched[output] = true;
  }
  TapeEntry& entry = state.entries.emplace_back();
  entry.op = nb::borrow(op);
  entry.inputs = nb::borrow(inputs);
  entry.attributes = nb::borrow(settled.attributes);
  entry.outputs = nb::borrow(outputs);
  entry.gradient_override = nb::borrow(gradient_override);
  entry.owner = nb::borrow(settled.owner);
  entry.kernel = settled.kernel;
  entry.read = settled.read;
  return true;
}

// --- the type ------------------------------------------------------------------------------------

PyObject* tape_new(PyTypeObject* type, PyObject*, PyObject*) {
  PyObject* self = type->tp_alloc(type, 0);
  if (self) tape_of(self)->state = new TapeState();
  return self;
}

int tape_traverse(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  TapeState* state = tape_of(self)->state;
  if (!state) return 0;
  for (const TapeEntry& entry : state->entries) {
    for (const nb::object* each : {&entry.op, &entry.inputs, &entry.attributes, &entry.outputs,
                                   &entry.gradient_override, &entry.owner}) {
      Py_VISIT(each->ptr());
    }
  }
  for (const nb::object& each : state->alive) Py_VISIT(each.ptr());
  for (const nb::object& each : state->variables) Py_VISIT(each.ptr());
  return 0;
}

int tape_clear(PyObject* self) {
  forget(tape_of(self));
  std::vector<nb::object> variables;
  std::swap(variables, state_of(self).variables);
  state_of(self).known_variables.clear();
  return 0;
}

void tape_dealloc(PyObject* self) {
  PyObject_GC_UnTrack(self);
  PyTypeObject* type = Py_TYPE(self);
  delete tape_of(self)->state;
  type->tp_free(self);
  Py_DECREF(type);
}

int tape_init(PyObject* self, PyObject* args, PyObject* keywords) {
  static const char* names[] = {"persistent", "watch_accessed_variables", nullptr};
  int persistent = 0, watch = 1;
  if (!PyArg_ParseTupleAndKeywords(args, keywords, "|pp:GradientTape", const_cast<char**>(names),
                                   &persistent, &watch)) {
    return -1;
  }
  TapeObject* tape = tape_of(self);
  tape_clear(self);
  tape->persistent = static_cast<char>(persistent);
  tape->watch_accessed = static_cast<char>(watch);
  tape->entered = tape->used = 0;
  return 0;
}

PyObject* enter(PyObject* self, PyObject*) {
  return start(tape_of(self)) ? Py_NewRef(self) : nullptr;
}

PyObject* leave(PyObject* self, PyObject* const*, Py_ssize_t) {
  if (!stop(tape_of(self))) return nullptr;
  Py_RETURN_NONE;
}

PyObject* record(PyObject* self, PyObject* const* args, Py_ssize_t count, PyObject* keywords) {
  static const char* const wanted[] = {"op", "inputs", "attrs", "outputs", "gradient_override"};
  PyObject* given[5] = {};
  std::copy_n(args, std::min<Py_ssize_t>(count, 5), given);
  bool fits = count <= 5;
  for (Py_ssize_t i = 0; fits && keywords && i < PyTuple_GET_SIZE(keywords); ++i) {
    auto* place = std::find_if(wanted, wanted + 5, [&](const char* name) {
      return PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(keywords, i), name) == 0;
    });
    fits = place != wanted + 5 && !given[place - wanted];
    if (fits) given[place - wanted] = args[count + i];
  }
  if (!fits || !given[3]) {
    PyErr_SetString(PyExc_TypeError, "record takes an op, inputs, attrs and outputs.");
    return nullptr;
  }
  nb::object inputs = nb::steal(PySequence_Fast(given[1], "inputs must be a sequence"));
  nb::object outputs =
      inputs ? nb::steal(PySequence_Fast(given[3], "outputs must be a sequence")) : nb::object();
  if (!outputs) return nullptr;
  Settled settled;
  settled.attributes = given[2];
  PyObject* override = given[4] == Py_None ? nullptr : given[4];
  if (!remember(self, given[0], inputs.ptr(), settled, outputs.ptr(), override)) return nullptr;
  Py_RETURN_NONE;
}

PyObject* watch_one(PyObject* self, PyObject* tensor) {
  state_of(self).watch(tensor);
  Py_RETURN_NONE;
}

PyObject* watch_one_variable(PyObject* self, PyObject* variable) {
  nb::object handle = attribute(variable, names().handle);
  if (!handle) return nullptr;
  state_of(self).watch_variable(variable, handle.ptr());
  Py_RETURN_NONE;
}

PyObject* variable_accessed(PyObject* self, PyObject* variable) {
  nb::object trainable = attribute(variable, names().trainable);
  int wanted = trainable ? PyObject_IsTrue(trainable.ptr()) : -1;
  if (wanted < 0) return nullptr;
  if (wanted && tape_of(self)->watch_accessed) return watch_one_variable(self, variable);
  Py_RETURN_NONE;
}

PyObject* watched_variables(PyObject* self, PyObject*) {
  const std::vector<nb::object>& variables = state_of(self).variables;
  PyObject* tuple = PyTuple_New(static_cast<Py_ssize_t>(variables.size()));
  for (size_t i = 0; tuple && i < variables.size(); ++i) {
    PyTuple_SET_ITEM(tuple, static_cast<Py_ssize_t>(i), Py_NewRef(variables[i].ptr()));
  }
  return tuple;
}

PyObject* watches(PyObject* self, PyObject* tensor) {
  return PyBool_FromLong(state_of(self).watched.contains(tensor));
}

PyObject* forget_all(PyObject* self, PyObject*) {
  forget(tape_of(self));
  Py_RETURN_NONE;
}

PyObject* backward(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  bool fits = count == 3 && PyList_Check(args[0]) && PyList_Check(args[1]) &&
              PyList_Check(args[2]) && PyList_GET_SIZE(args[0]) == PyList_GET_SIZE(args[2]);
  if (!fits) {
    PyErr_SetString(PyExc_TypeError, "_backward takes lists of targets, sources and seeds.");
    return nullptr;
  }
  return go_back(state_of(self).entries, PySequence_Fast_ITEMS(args[0]),
                 PySequence_Fast_ITEMS(args[2]), PyList_GET_SIZE(args[0]), args[1]);
}

// What the gradient of a source flows to, an eager tensor; null, perhaps with an error, for
// anything else. A new reference.
nb::object tensor_of_source(PyObject* source) {
  if (Py_TYPE(source) == tensor_class()) return nb::borrow(source);
  if (!is_variable(source)) return {};
  nb::object handle = handle_of(source);
  return handle && Py_TYPE(handle.ptr()) == tensor_class() ? handle : nb::object();
}

nb::object tensors_of_sources(PyObject* sources) {
  bool many = PyList_CheckExact(sources);
  Py_ssize_t count = many ? PyList_GET_SIZE(sources) : 1;
  nb::object tensors = nb::steal(PyList_New(count));
  for (Py_ssize_t i = 0; tensors && i < count; ++i) {
    nb::object tensor = tensor_of_source(many ? PyList_GET_ITEM(sources, i) : sources);
    if (!tensor) return {};
    PyList_SET_ITEM(tensors.ptr(), i, tensor.release().ptr());
  }
  return tensors;
}

bool nobody_watches() {
  nb::object tapes = nb::steal(only_tapes());
  return tapes && PyList_GET_SIZE(tapes.ptr()) == 0;
}

// The gradients in the frequent case: plain tensors, and nobody watches; else NotImplemented.
PyObject* quick_gradient(PyObject* self, PyObject* const* args, Py_ssize_t count) {
  if (count != 2) {
    PyErr_SetString(PyExc_TypeError, "_quick takes a target and sources.");
    return nullptr;
  }
  TapeObject* tape = tape_of(self);
  PyObject* target = args[0];
  bool usable = tape->entered && (tape->persistent || !tape->used);
  nb::object sources;
  if (usable && Py_TYPE(target) == tensor_class()) sources = tensors_of_sources(args[1]);
  if (!sources) {
    if (PyErr_Occurred()) return nullptr;
    Py_RETURN_NOTIMPLEMENTED;
  }
  if (!tape->persistent && !stop(tape)) return nullptr;
  if (!nobody_watches()) Py_RETURN_NOTIMPLEMENTED;
  tape->used = 1;
  bool connected =
      state_of(self).watched.contains(target) && differentiable(array_of(target).dtype());
  std::vector<TapeEntry> entries;
  if (tape->persistent) {
    entries = state_of(self).entries;
  } else {
    std::swap(entries, state_of(self).entries);
    forget(tape);
  }
  PyObject* ones = Py_None;
  nb::object kept = nb::borrow(target);
  nb::object found =
      nb::steal(go_back(std::move(entries), &target, &ones, connected ? 1 : 0, sources.ptr()));
  if (!found) return nullptr;
  if (PyList_CheckExact(args[1])) return found.release().ptr();
  return Py_NewRef(PyList_GET_ITEM(found.ptr(), 0));
}

PyObject* get_entries(PyObject* self, void*) {
  const std::vector<TapeEntry>& entries = state_of(self).entries;
  PyObject* list = PyList_New(static_cast<Py_ssize_t>(entries.size()));
  for (size_t i = 0; list && i < entries.size(); ++i) {
    nb::object entry = entry_object(entries[i]);
    if (!entry) {
      Py_CLEAR(list);
      break;
    }
    PyList_SET_ITEM(list, static_cast<Py_ssize_t>(i), entry.release().ptr());
  }
  return list;
}

template <class Function>
PyCFunction method(Function* function) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void*>(function));
}

PyMethodDef methods[] = {
    {"__enter__", enter, METH_NOARGS, "Starts to record."},
    {"__exit__", method(leave), METH_FASTCALL, "Stops recording."},
    {"record", method(record), METH_FASTCALL | METH_KEYWORDS,
     "Remembers an op if it has to do with something that is watched."},
    {"_watch", watch_one, METH_O, "Records what is computed from a tensor."},
    {"_watch_variable", watch_one_variable, METH_O, "Records what is computed from a variable."},
    {"variable_accessed", variable_accessed, METH_O, "Called when a variable is read."},
    {"watched_variables", watched_variables, METH_NOARGS,
     "The variables that are watched, in the order of their first use."},
    {"_watches", watches, METH_O, "Whether a tensor is watched, or depends on one that is."},
    {"_forget", forget_all, METH_NOARGS, "Forgets what was recorded."},
    {"_backward", method(backward), METH_FASTCALL,
     "_backward(targets, sources, seeds): the gradient of each source, or None."},
    {"_quick", method(quick_gradient), METH_FASTCALL,
     "_quick(target, sources): the gradients, or NotImplemented."},
    {nullptr, nullptr, 0, nullptr},
};

PyGetSetDef getset[] = {
    {"_entries", get_entries, nullptr, "What was recorded.", nullptr},
    {nullptr, nullptr, nullptr, nullptr, nullptr},
};

PyMemberDef members[] = {
    {"persistent", T_BOOL, offsetof(TapeObject, persistent), READONLY, nullptr},
    {"_persistent", T_BOOL, offsetof(TapeObject, persistent), 0, nullptr},
    {"_recording", T_BOOL, offsetof(TapeObject, recording), READONLY, nullptr},
    {"_watch_accessed", T_BOOL, offsetof(TapeObject, watch_accessed), READONLY, nullptr},
    {"_entered", T_BOOL, offsetof(TapeObject, entered), READONLY, nullptr},
    {"_used", T_BOOL, offsetof(TapeObject, used), 0, nullptr},
    {nullptr, 0, 0, 0, nullptr},
};

PyType_Slot slots[] = {
    {Py_tp_new, reinterpret_cast<void*>(tape_new)},
    {Py_tp_init, reinterpret_cast<void*>(tape_init)},
    {Py_tp_dealloc, reinterpret_cast<void*>(tape_dealloc)},
    {Py_tp_traverse, reinterpret_cast<void*>(tape_traverse)},
    {Py_tp_clear, reinterpret_cast<void*>(tape_clear)},
    {Py_tp_methods, methods},
    {Py_tp_getset, getset},
    {Py_tp_members, members},
    {Py_tp_doc,
     const_cast<char*>("TapeBase(persistent=False, watch_accessed_variables=True)\n--\n\n"
                       "What a gradient tape remembers.")},
    {0, nullptr},
};

PyType_Spec spec = {"tensorbrook._native.TapeBase", sizeof(TapeObject), 0,
                    Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC, slots};

bool tell_python(PyObject* tape, PyObject* op, PyObject* inputs, PyObject* attributes,
                 PyObject* outputs) {
  PyObject* arguments[5] = {tape, op, inputs, attributes, outputs};
  nb::object done = nb::steal(PyObject_VectorcallMethod(names().record, arguments, 5, nullptr));
  return static_cast<bool>(done);
}

}  // namespace

bool differentiable(DType dtype) {
  auto code = static_cast<size_t>(dtype);
  return code < differentiable_types.size() && differentiable_types[code];
}

bool add_tape_type(PyObject* module) {
  PyObject* type = PyType_FromSpec(&spec);
  bool added = type && PyModule_AddObjectRef(module, "TapeBase", type) == 0;
  Py_XDECREF(type);
  return added;
}

nb::object entry_object(const TapeEntry& entry) {
  PyObject* override = entry.gradient_override ? entry.gradient_override.ptr() : Py_None;
  PyObject* fields[5] = {entry.op.ptr(), entry.inputs.ptr(), entry.attributes.ptr(),
                         entry.outputs.ptr(), override};
  return nb::steal(PyObject_Vectorcall(entry_class, fields, 5, nullptr));
}

bool tell_tapes(PyObject* tapes, PyObject* op, PyObject* inputs, const Settled& settled,
                PyObject* outputs) {
  nb::object kept = nb::borrow(tapes);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(tapes); ++i) {
    nb::object tape = nb::borrow(PyList_GET_ITEM(tapes, i));
    bool told = is_plain_tape(tape.ptr())
                    ? remember(tape.ptr(), op, inputs, settled, outputs, nullptr)
                    : tell_python(tape.ptr(), op, inputs, settled.attributes, outputs);
    if (!told) return false;
  }
  return true;
}

bool tell_access(PyObject* tapes, PyObject* variable, PyObject* handle, bool trainable) {
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(tapes); ++i) {
    nb::object tape = nb::borrow(PyList_GET_ITEM(tapes, i));
    if (is_plain_tape(tape.ptr())) {
      bool wanted = trainable && tape_of(tape.ptr())->watch_accessed;
      if (wanted) state_of(tape.ptr()).watch_variable(variable, handle);
      continue;
    }
    nb::object done =
        nb::steal(PyObject_CallMethodOneArg(tape.ptr(), names().variable_accessed, variable));
    if (!done) return false;
  }
  return true;
}

PyObject* only_tapes() {
  PyObject* interpreter = thread_value(names().interpreter);
  PyObject* tapes =
      interpreter && interpreter == eager_interpreter ? thread_value(names().tapes) : nullptr;
  PyErr_Clear();
  // Each tape has raised the counter by one; more than that is somebody else's.
  bool alone = tapes && PyList_Check(tapes) &&
               PyList_GET_SIZE(tapes) == static_cast<Py_ssize_t>(slow_counter());
  return alone ? Py_NewRef(tapes) : nullptr;
}

bool are_plain(PyObject* tapes) {
  PyObject** items = PySequence_Fast_ITEMS(tapes);
  return std::all_of(items, items + PyList_GET_SIZE(tapes), is_plain_tape);
}

PyObject* register_tapes(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 7 || !PyList_Check(args[6])) {
    PyErr_SetString(PyExc_TypeError,
                    "register_tapes takes two classes, the thread's state, the "
                    "interpreter, two functions, and a list of dtype codes.");
    return nullptr;
  }
  PyObject** places[6] = {&tape_class,
                          &entry_class,
                          &thread_state,
                          &eager_interpreter,
                          &gradient_functions.add,
                          &gradient_functions.step};
  for (int i = 0; i < 6; ++i) *places[i] = Py_NewRef(args[i]);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(args[6]); ++i) {
    long code = PyLong_AsLong(PyList_GET_ITEM(args[6], i));
    if (code < 0 || code >= kDTypeCount) {
      if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "Unknown dtype code %ld.", code);
      return nullptr;
    }
    differentiable_types[static_cast<size_t>(code)] = true;
  }
  Py_RETURN_NONE;
}

}  // namespace tb
