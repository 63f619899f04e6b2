#include "tape.h"

#include <nanobind/nanobind.h>

#include <algorithm>
#include <unordered_map>
#include <vector>

#include "../gradients.h"
#include "functions.h"
#include "tensor.h"

namespace nb = nanobind;

namespace tb {
namespace {

// What Python registered: the classes of tapes and of their entries, the state of the thread
// and the eager interpreter, and what adds up gradients and finds those of a step.
PyObject* tape_class = nullptr;
PyObject* entry_class = nullptr;
PyObject* thread_state = nullptr;
PyObject* eager_interpreter = nullptr;
PyObject* add_gradients = nullptr;
PyObject* step_gradients = nullptr;

PyObject* interned(const char* text) { return PyUnicode_InternFromString(text); }

struct Names {
  PyObject* watched = interned("_watched");
  PyObject* entries = interned("_entries");
  PyObject* variables = interned("_variables");
  PyObject* watch_accessed = interned("_watch_accessed");
  PyObject* watch_variable = interned("_watch_variable");
  PyObject* variable_accessed = interned("variable_accessed");
  PyObject* record = interned("record");
  PyObject* trainable = interned("_trainable");
  PyObject* tapes = interned("tapes");
  PyObject* interpreter = interned("interpreter");
  PyObject* native = interned("native");
};

const Names& names() {
  static const Names* all = new Names();
  return *all;
}

bool is_plain_tape(PyObject* tape) {
  return reinterpret_cast<PyObject*>(Py_TYPE(tape)) == tape_class;
}

nb::object attribute(PyObject* object, PyObject* name) {
  return nb::steal(PyObject_GetAttr(object, name));
}

// As Python's id().
nb::object id_of(PyObject* object) { return nb::steal(PyLong_FromVoidPtr(object)); }

bool differentiable(DType dtype) {
  switch (dtype) {
    case DType::kFloat:
    case DType::kDouble:
    case DType::kHalf:
    case DType::kBFloat16:
    case DType::kComplex64:
    case DType::kComplex128:
    case DType::kResource:
    case DType::kVariant: return true;
    default: return false;
  }
}

// The types that are rare are looked at by Python.
bool is_usual(PyObject* outputs) {
  Py_ssize_t count = PySequence_Fast_GET_SIZE(outputs);
  for (Py_ssize_t i = 0; i < count; ++i) {
    PyObject* item = PySequence_Fast_ITEMS(outputs)[i];
    if (!is_tensor(item) || static_cast<int>(array_of(item).dtype()) > 23) return false;
  }
  return true;
}

// 1 if the tape watches one of the tensors, 0 if not, -1 with an error.
int watches(PyObject* watched, PyObject* tensors) {
  Py_ssize_t count = PySequence_Fast_GET_SIZE(tensors);
  for (Py_ssize_t i = 0; i < count; ++i) {
    nb::object id = id_of(PySequence_Fast_ITEMS(tensors)[i]);
    int found = id ? PySet_Contains(watched, id.ptr()) : -1;
    if (found != 0) return found;
  }
  return 0;
}

nb::object make_entry(PyObject* op, PyObject* inputs, PyObject* settled, PyObject* outputs) {
  auto* type = reinterpret_cast<PyTypeObject*>(entry_class);
  PyObject* entry = type->tp_alloc(type, 5);
  if (!entry) return {};
  PyTuple_SET_ITEM(entry, 0, Py_NewRef(op));
  PyTuple_SET_ITEM(entry, 1, Py_NewRef(inputs));
  PyTuple_SET_ITEM(entry, 2, Py_NewRef(settled));
  PyTuple_SET_ITEM(entry, 3, Py_NewRef(outputs));
  PyTuple_SET_ITEM(entry, 4, Py_NewRef(Py_None));
  return nb::steal(entry);
}

bool tell_plain(PyObject* tape, PyObject* op, PyObject* inputs, PyObject* settled,
                PyObject* outputs) {
  nb::object watched = attribute(tape, names().watched);
  if (!watched) return false;
  int found = watches(watched.ptr(), inputs);
  if (found <= 0) return found == 0;
  for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(outputs); ++i) {
    PyObject* output = PySequence_Fast_ITEMS(outputs)[i];
    if (!differentiable(array_of(output).dtype())) continue;
    nb::object id = id_of(output);
    if (!id || PySet_Add(watched.ptr(), id.ptr()) < 0) return false;
  }
  nb::object entries = attribute(tape, names().entries);
  nb::object entry = make_entry(op, inputs, settled, outputs);
  return entries && entry && PyList_Append(entries.ptr(), entry.ptr()) == 0;
}

bool watch_accessed(PyObject* tape, PyObject* variable) {
  nb::object wanted = attribute(tape, names().watch_accessed);
  nb::object trainable = attribute(variable, names().trainable);
  if (!wanted || !trainable) return false;
  int both = PyObject_IsTrue(wanted.ptr()) == 1 ? PyObject_IsTrue(trainable.ptr()) : 0;
  if (both <= 0) return both == 0;
  nb::object known = attribute(tape, names().variables);
  nb::object id = id_of(variable);
  int found = known && id ? PyDict_Contains(known.ptr(), id.ptr()) : -1;
  if (found != 0) return found > 0;
  nb::object done = nb::steal(PyObject_CallMethodOneArg(tape, names().watch_variable, variable));
  return static_cast<bool>(done);
}

// The way back over the entries of a tape.
class Backward {
 public:
  Backward(PyObject* entries, PyObject* sources) : entries_(entries), sources_(sources) {}
  ~Backward() {
    for (auto& [tensor, parts] : arrived_) {
      for (PyObject* part : parts) Py_DECREF(part);
    }
  }

  bool add(PyObject* tensor, PyObject* gradient) {
    arrived_[tensor].push_back(Py_NewRef(gradient));
    return true;
  }

  bool run() {
    find_needed();
    for (auto at = needed_.rbegin(); at != needed_.rend(); ++at) {
      if (!step_back(*at)) return false;
    }
    return true;
  }

  // A new list with the gradient of each source, or None.
  PyObject* results() {
    Py_ssize_t count = PyList_GET_SIZE(sources_);
    nb::object list = nb::steal(PyList_New(count));
    for (Py_ssize_t i = 0; list && i < count; ++i) {
      PyObject* source = PyList_GET_ITEM(sources_, i);
      PyObject* total = has(source) ? sum(source) : Py_None;
      if (!total) return nullptr;
      PyList_SET_ITEM(list.ptr(), i, Py_NewRef(total));
    }
    return list.release().ptr();
  }

 private:
  using Parts = List<PyObject*>;

  void find_needed() {
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(sources_); ++i) {
      reached_[PyList_GET_ITEM(sources_, i)] = true;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(entries_); ++i) {
      PyObject* entry = PyList_GET_ITEM(entries_, i);
      PyObject* inputs = PyTuple_GET_ITEM(entry, 1);
      PyObject** items = PySequence_Fast_ITEMS(inputs);
      Py_ssize_t count = PySequence_Fast_GET_SIZE(inputs);
      bool downstream = std::any_of(items, items + count,
                                    [&](PyObject* each) { return reached_.contains(each); });
      if (!downstream) continue;
      needed_.push_back(entry);
      PyObject* outputs = PyTuple_GET_ITEM(entry, 3);
      for (Py_ssize_t k = 0; k < PySequence_Fast_GET_SIZE(outputs); ++k) {
        PyObject* output = PySequence_Fast_ITEMS(outputs)[k];
        // Of other tensors Python knows more: that they count does no harm.
        bool counts = !is_tensor(output) || differentiable(array_of(output).dtype());
        if (counts) reached_.try_emplace(output, false);
      }
    }
  }

  bool has(PyObject* tensor) const { return arrived_.contains(tensor); }

  // Borrowed: the sum of what has arrived at a tensor, kept in place of the parts.
  PyObject* sum(PyObject* tensor) {
    Parts& parts = arrived_.at(tensor);
    if (parts.size() == 1) return parts[0];
    PyObject* total = native_sum(parts);
    if (!total && !PyErr_Occurred()) {
      nb::object list = nb::steal(PyList_New(0));
      for (PyObject* part : parts) {
        if (!list || PyList_Append(list.ptr(), part) < 0) return nullptr;
      }
      total = PyObject_CallOneArg(add_gradients, list.ptr());
    }
    if (!total) return nullptr;
    for (PyObject* part : parts) Py_DECREF(part);
    parts.assign(1, total);
    return total;
  }

  static PyObject* native_sum(const Parts& parts) {
    static const OpEntry& add_n = Registry::instance().entry("AddN");
    if (!std::all_of(parts.begin(), parts.end(), [](PyObject* part) { return is_tensor(part); })) {
      return nullptr;
    }
    static const Attributes no_attributes;
    FewOutputs outputs;
    bool done = run_entry(add_n, parts.data(), static_cast<Py_ssize_t>(parts.size()),
                          no_attributes, outputs);
    return done ? make_tensor(std::move(outputs[0])) : nullptr;
  }

  bool step_back(PyObject* entry) {
    PyObject* outputs = PyTuple_GET_ITEM(entry, 3);
    Py_ssize_t count = PySequence_Fast_GET_SIZE(outputs);
    PyObject** items = PySequence_Fast_ITEMS(outputs);
    if (std::none_of(items, items + count, [&](PyObject* each) { return has(each); })) return true;
    int done = native_step(entry, outputs);
    return done != 0 ? done > 0 : python_step(entry, outputs);
  }

  bool is_source(PyObject* tensor) const {
    auto found = reached_.find(tensor);
    return found != reached_.end() && found->second;
  }

  // What arrived at an output is of no use any more once its step is done.
  void forget(PyObject* output) {
    if (is_source(output)) return;
    auto found = arrived_.find(output);
    if (found == arrived_.end()) return;
    for (PyObject* part : found->second) Py_DECREF(part);
    arrived_.erase(found);
  }

  // 1: done; 0: that is for Python; -1: an error.
  int native_step(PyObject* entry, PyObject* outputs) {
    if (PyTuple_GET_ITEM(entry, 4) != Py_None || PySequence_Fast_GET_SIZE(outputs) != 1) return 0;
    nb::object handle = attribute(PyTuple_GET_ITEM(entry, 0), names().native);
    if (!handle) return -1;
    long number = PyLong_Check(handle.ptr()) ? PyLong_AsLong(handle.ptr()) : -1;
    if (number < 0) return 0;
    Gradient gradient = Registry::instance()[static_cast<int>(number)].gradient;
    if (!gradient) return 0;
    PyObject* output = PySequence_Fast_ITEMS(outputs)[0];
    PyObject* dy = sum(output);
    if (!dy) return -1;
    if (!is_tensor(dy) || !is_tensor(output)) return 0;
    int done = run_gradient(entry, gradient, array_of(output), array_of(dy));
    if (done > 0) forget(output);
    return done;
  }

  int run_gradient(PyObject* entry, Gradient gradient, const Array& output, const Array& dy) {
    PyObject* inputs = PyTuple_GET_ITEM(entry, 1);
    PyObject** items = PySequence_Fast_ITEMS(inputs);
    int count = static_cast<int>(PySequence_Fast_GET_SIZE(inputs));
    if (count > GradientContext::kMostInputs) return 0;
    Attributes attributes;
    if (!read_attributes(PyTuple_GET_ITEM(entry, 2), &attributes)) return -1;
    GradientContext context(output, dy, attributes);
    for (int i = 0; i < count; ++i) {
      if (!is_tensor(items[i])) return 0;
      context.add_input(array_of(items[i]), reached_.contains(items[i]));
    }
    PyThreadState* state = dy.size() >= kReleaseGilWork ? PyEval_SaveThread() : nullptr;
    bool handled = gradient(context);
    if (state) PyEval_RestoreThread(state);
    if (!handled) return 0;
    for (int i = 0; i < count; ++i) {
      if (!context.result(i)) continue;
      PyObject* tensor = make_tensor(std::move(context.result(i)));
      if (!tensor) return -1;
      arrived_[items[i]].push_back(tensor);
    }
    return 1;
  }

  bool python_step(PyObject* entry, PyObject* outputs) {
    Py_ssize_t count = PySequence_Fast_GET_SIZE(outputs);
    nb::object list = nb::steal(PyList_New(count));
    if (!list) return false;
    for (Py_ssize_t i = 0; i < count; ++i) {
      PyObject* output = PySequence_Fast_ITEMS(outputs)[i];
      PyObject* total = has(output) ? sum(output) : Py_None;
      if (!total) return false;
      PyList_SET_ITEM(list.ptr(), i, Py_NewRef(total));
    }
    for (Py_ssize_t i = 0; i < count; ++i) forget(PySequence_Fast_ITEMS(outputs)[i]);
    PyObject* arguments[2] = {entry, list.ptr()};
    nb::object found = nb::steal(PyObject_Vectorcall(step_gradients, arguments, 2, nullptr));
    nb::object fast = found ? nb::steal(PySequence_Fast(found.ptr(), "gradients")) : nb::object();
    if (!fast) return false;
    PyObject* inputs = PyTuple_GET_ITEM(entry, 1);
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(inputs); ++i) {
      PyObject* gradient = PySequence_Fast_GET_ITEM(fast.ptr(), i);
      if (gradient != Py_None) add(PySequence_Fast_ITEMS(inputs)[i], gradient);
    }
    return true;
  }

  PyObject* entries_;
  PyObject* sources_;
  std::unordered_map<PyObject*, bool> reached_;  // true for a source
  std::unordered_map<PyObject*, Parts> arrived_;
  std::vector<PyObject*> needed_;
};

PyObject* ones_like(PyObject* tensor) {
  static const OpEntry& entry = Registry::instance().entry("OnesLike");
  static const Attributes no_attributes;
  FewOutputs outputs;
  if (!run_entry(entry, &tensor, 1, no_attributes, outputs)) {
    if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "backward: no ones of that type.");
    return nullptr;
  }
  return make_tensor(std::move(outputs[0]));
}

}  // namespace

bool tell_tapes(PyObject* tapes, PyObject* op, PyObject* inputs, PyObject* settled,
                PyObject* outputs) {
  bool usual = is_usual(outputs);
  nb::object kept = nb::borrow(tapes);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(tapes); ++i) {
    nb::object tape = nb::borrow(PyList_GET_ITEM(tapes, i));
    if (usual && is_plain_tape(tape.ptr())) {
      if (!tell_plain(tape.ptr(), op, inputs, settled, outputs)) return false;
      continue;
    }
    PyObject* arguments[5] = {tape.ptr(), op, inputs, settled, outputs};
    nb::object done =
        nb::steal(PyObject_VectorcallMethod(names().record, arguments, 5, nullptr));
    if (!done) return false;
  }
  return true;
}

bool tell_access(PyObject* tapes, PyObject* variable) {
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(tapes); ++i) {
    nb::object tape = nb::borrow(PyList_GET_ITEM(tapes, i));
    if (is_plain_tape(tape.ptr())) {
      if (!watch_accessed(tape.ptr(), variable)) return false;
      continue;
    }
    nb::object done =
        nb::steal(PyObject_CallMethodOneArg(tape.ptr(), names().variable_accessed, variable));
    if (!done) return false;
  }
  return true;
}

PyObject* only_tapes() {
  if (!thread_state) return nullptr;
  nb::object interpreter = attribute(thread_state, names().interpreter);
  if (!interpreter || interpreter.ptr() != eager_interpreter) {
    PyErr_Clear();
    return nullptr;
  }
  nb::object tapes = attribute(thread_state, names().tapes);
  // Each tape has raised the counter by one; more than that is somebody else's.
  bool alone = tapes && PyList_Check(tapes.ptr()) &&
               PyList_GET_SIZE(tapes.ptr()) == static_cast<Py_ssize_t>(slow_counter());
  PyErr_Clear();
  return alone ? tapes.release().ptr() : nullptr;
}

PyObject* register_tapes(PyObject*, PyObject* const* args, Py_ssize_t count) {
  if (count != 6) {
    PyErr_SetString(PyExc_TypeError, "register_tapes takes two classes, the thread's state, the "
                                     "interpreter, and two functions.");
    return nullptr;
  }
  PyObject** places[6] = {&tape_class,        &entry_class,   &thread_state,
                          &eager_interpreter, &add_gradients, &step_gradients};
  for (int i = 0; i < 6; ++i) *places[i] = Py_NewRef(args[i]);
  Py_RETURN_NONE;
}

PyObject* backward(PyObject*, PyObject* const* args, Py_ssize_t count) {
  bool fits = count == 4 && std::all_of(args, args + 4, [](PyObject* each) {
                return PyList_Check(each);
              }) && PyList_GET_SIZE(args[1]) == PyList_GET_SIZE(args[3]);
  if (!fits) {
    PyErr_SetString(PyExc_TypeError, "backward takes lists of entries, targets, sources, seeds.");
    return nullptr;
  }
  Backward way(args[0], args[2]);
  for (Py_ssize_t i = 0; i < PyList_GET_SIZE(args[1]); ++i) {
    PyObject* target = PyList_GET_ITEM(args[1], i);
    PyObject* given = PyList_GET_ITEM(args[3], i);
    nb::object seed = given == Py_None ? nb::steal(ones_like(target)) : nb::borrow(given);
    if (!seed || !way.add(target, seed.ptr())) return nullptr;
  }
  return way.run() ? way.results() : nullptr;
}

}  // namespace tb
