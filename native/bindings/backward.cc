// The way back over the entries of a tape.
#include <algorithm>

#include "../gradients.h"
#include "../pointer_map.h"
#include "functions.h"
#include "tape.h"
#include "tensor.h"

namespace nb = nanobind;

namespace tb {

GradientFunctions gradient_functions;

namespace {

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

class Backward {
 public:
  Backward(std::vector<TapeEntry> entries, PyObject* sources)
      : entries_(std::move(entries)), sources_(sources) {}

  void add(PyObject* tensor, nb::object gradient) {
    Place& place = places_[tensor];
    if (!place.first) {
      place.first = std::move(gradient);
    } else {
      place.more.push_back(std::move(gradient));
    }
  }

  bool run() {
    find_needed();
    for (auto at = needed_.rbegin(); at != needed_.rend(); ++at) {
      if (!step_back(**at)) return false;
    }
    return true;
  }

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
  // What is known of a tensor: the gradients that have arrived, and whether it matters.
  struct Place {
    nb::object first;
    std::vector<nb::object> more;
    bool reached = false;  // it depends on a source, or is one
    bool source = false;
  };

  void find_needed() {
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(sources_); ++i) {
      Place& place = places_[PyList_GET_ITEM(sources_, i)];
      place.reached = place.source = true;
    }
    needed_.reserve(entries_.size());
    for (const TapeEntry& entry : entries_) {
      PyObject** items = PySequence_Fast_ITEMS(entry.inputs.ptr());
      Py_ssize_t count = PySequence_Fast_GET_SIZE(entry.inputs.ptr());
      if (std::none_of(items, items + count, [&](PyObject* each) { return reached(each); })) {
        continue;
      }
      needed_.push_back(&entry);
      PyObject** outputs = PySequence_Fast_ITEMS(entry.outputs.ptr());
      for (Py_ssize_t k = 0; k < PySequence_Fast_GET_SIZE(entry.outputs.ptr()); ++k) {
        // Of other tensors Python knows more: that they count does no harm.
        bool counts = !is_tensor(outputs[k]) || differentiable(array_of(outputs[k]).dtype());
        if (counts) places_[outputs[k]].reached = true;
      }
    }
  }

  bool reached(PyObject* tensor) const {
    const Place* place = places_.find(tensor);
    return place && place->reached;
  }
  bool has(PyObject* tensor) const {
    const Place* place = places_.find(tensor);
    return place && place->first;
  }

  // Borrowed: the sum of what has arrived at a tensor, kept in place of the parts.
  PyObject* sum(PyObject* tensor) {
    Place& place = *places_.find(tensor);
    if (place.more.empty()) return place.first.ptr();
    std::vector<nb::object> parts = std::move(place.more);
    parts.insert(parts.begin(), place.first);
    nb::object total = nb::steal(native_sum(parts));
    if (!total && !PyErr_Occurred()) total = python_sum(parts);
    if (!total) return nullptr;
    Place& kept = *places_.find(tensor);  // Python may have run in between
    kept.more.clear();
    kept.first = std::move(total);
    return kept.first.ptr();
  }

  static nb::object python_sum(const std::vector<nb::object>& parts) {
    nb::object list = nb::steal(PyList_New(static_cast<Py_ssize_t>(parts.size())));
    if (!list) return {};
    for (size_t i = 0; i < parts.size(); ++i) {
      PyList_SET_ITEM(list.ptr(), static_cast<Py_ssize_t>(i), nb::object(parts[i]).release().ptr());
    }
    return nb::steal(PyObject_CallOneArg(gradient_functions.add, list.ptr()));
  }

  static PyObject* native_sum(const std::vector<nb::object>& parts) {
    static const OpEntry& add_n = Registry::instance().entry("AddN");
    static const Attributes no_attributes;
    List<PyObject*> tensors;
    for (const nb::object& part : parts) {
      if (!is_tensor(part.ptr())) return nullptr;
      tensors.push_back(part.ptr());
    }
    FewOutputs outputs;
    bool done = run_entry(add_n, tensors.data(), static_cast<Py_ssize_t>(tensors.size()),
                          no_attributes, outputs);
    return done ? make_tensor(std::move(outputs[0])) : nullptr;
  }

  bool step_back(const TapeEntry& entry) {
    PyObject* outputs = entry.outputs.ptr();
    PyObject** items = PySequence_Fast_ITEMS(outputs);
    Py_ssize_t count = PySequence_Fast_GET_SIZE(outputs);
    if (std::none_of(items, items + count, [&](PyObject* each) { return has(each); })) return true;
    int done = native_step(entry, outputs);
    return done != 0 ? done > 0 : python_step(entry, outputs);
  }

  // What arrived at an output is of no use any more once its step is done.
  void forget(PyObject* output) {
    Place* place = places_.find(output);
    if (!place || place->source) return;
    place->first.reset();
    place->more.clear();
  }

  // 1: done; 0: that is for Python; -1: an error.
  int native_step(const TapeEntry& entry, PyObject* outputs) {
    if (entry.gradient_override || PySequence_Fast_GET_SIZE(outputs) != 1) return 0;
    const OpEntry* kernel = entry.kernel ? entry.kernel : kernel_of(entry.op.ptr());
    if (!kernel) return PyErr_Occurred() ? -1 : 0;
    if (!kernel->gradient) return 0;
    PyObject* output = PySequence_Fast_ITEMS(outputs)[0];
    PyObject* dy = sum(output);
    if (!dy) return -1;
    if (!is_tensor(dy) || !is_tensor(output)) return 0;
    nb::object kept = nb::borrow(dy);
    int done = run_gradient(entry, kernel->gradient, array_of(output), array_of(dy));
    if (done > 0) forget(output);
    return done;
  }

  static const OpEntry* kernel_of(PyObject* op) {
    static PyObject* name = PyUnicode_InternFromString("native");
    nb::object handle = nb::steal(PyObject_GetAttr(op, name));
    if (!handle || !PyLong_Check(handle.ptr())) return nullptr;
    long number = PyLong_AsLong(handle.ptr());
    return number < 0 ? nullptr : &Registry::instance()[static_cast<int>(number)];
  }

  int run_gradient(const TapeEntry& entry, Gradient gradient, const Array& output,
                   const Array& dy) {
    PyObject** items = PySequence_Fast_ITEMS(entry.inputs.ptr());
    int count = static_cast<int>(PySequence_Fast_GET_SIZE(entry.inputs.ptr()));
    if (count > GradientContext::kMostInputs) return 0;
    Attributes own;
    if (!entry.read && !read_attributes(entry.attributes.ptr(), &own)) return -1;
    GradientContext context(output, dy, entry.read ? *entry.read : own);
    for (int i = 0; i < count; ++i) {
      if (!is_tensor(items[i])) return 0;
      context.add_input(array_of(items[i]), reached(items[i]));
    }
    PyThreadState* state = dy.size() >= kReleaseGilWork ? PyEval_SaveThread() : nullptr;
    bool handled = gradient(context);
    if (state) PyEval_RestoreThread(state);
    if (!handled) return 0;
    for (int i = 0; i < count; ++i) {
      if (!context.result(i)) continue;
      nb::object tensor = nb::steal(make_tensor(std::move(context.result(i))));
      if (!tensor) return -1;
      add(items[i], std::move(tensor));
    }
    return 1;
  }

  bool python_step(const TapeEntry& entry, PyObject* outputs) {
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
    nb::object step = entry_object(entry);
    if (!step) return false;
    PyObject* arguments[2] = {step.ptr(), list.ptr()};
    nb::object found =
        nb::steal(PyObject_Vectorcall(gradient_functions.step, arguments, 2, nullptr));
    nb::object fast = found ? nb::steal(PySequence_Fast(found.ptr(), "gradients")) : nb::object();
    if (!fast) return false;
    PyObject* inputs = entry.inputs.ptr();
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(inputs); ++i) {
      PyObject* gradient = PySequence_Fast_GET_ITEM(fast.ptr(), i);
      if (gradient != Py_None) add(PySequence_Fast_ITEMS(inputs)[i], nb::borrow(gradient));
    }
    return true;
  }

  const std::vector<TapeEntry> entries_;
  PyObject* sources_;
  PointerMap<Place> places_;
  List<const TapeEntry*> needed_;
};

}  // namespace

PyObject* go_back(std::vector<TapeEntry> entries, PyObject* const* targets, PyObject* const* seeds,
                  Py_ssize_t target_count, PyObject* sources) {
  Backward way(std::move(entries), sources);
  for (Py_ssize_t i = 0; i < target_count; ++i) {
    nb::object seed = seeds[i] == Py_None ? nb::steal(ones_like(targets[i])) : nb::borrow(seeds[i]);
    if (!seed) return nullptr;
    way.add(targets[i], std::move(seed));
  }
  return way.run() ? way.results() : nullptr;
}

}  // namespace tb
