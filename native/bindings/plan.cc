#include "plan.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <new>

#include "../executor.h"
#include "functions.h"
#include "tensor.h"

namespace nb = nanobind;

namespace tb {
namespace {

constexpr int64_t kReleaseGilWork = 16 * 1024;

using StepSpec = std::tuple<std::string, std::vector<int>, std::vector<int>, nb::object, nb::object,
                            std::vector<int>>;

// Holds the GIL only while Python steps or small kernels run.
class PythonHost : public Host {
 public:
  ~PythonHost() override { acquire(); }

  void acquire() {
    if (state_) PyEval_RestoreThread(std::exchange(state_, nullptr));
  }
  void before_kernel(int64_t work) override {
    if (!state_ && work >= kReleaseGilWork) state_ = PyEval_SaveThread();
  }
  bool fallback(const Step& step, std::vector<Array>& slots) override;

 private:
  bool store(const Step& step, PyObject* results, std::vector<Array>& slots);

  PyThreadState* state_ = nullptr;
};

bool PythonHost::fallback(const Step& step, std::vector<Array>& slots) {
  acquire();
  auto* function = static_cast<PyObject*>(step.host_data);
  if (function == Py_None) {
    PyErr_Format(PyExc_RuntimeError,
                 "The step %s has neither a kernel for its inputs nor a fallback.",
                 step.entry ? step.entry->name.c_str() : "of a plan");
    return false;
  }
  PyObject* inputs = PyList_New(static_cast<Py_ssize_t>(step.inputs.size()));
  if (!inputs) return false;
  for (size_t i = 0; i < step.inputs.size(); ++i) {
    PyObject* tensor = make_tensor(slots[step.inputs[i]]);
    if (!tensor) {
      Py_DECREF(inputs);
      return false;
    }
    PyList_SET_ITEM(inputs, static_cast<Py_ssize_t>(i), tensor);
  }
  PyObject* results = PyObject_CallOneArg(function, inputs);
  Py_DECREF(inputs);
  if (!results) return false;
  bool stored = store(step, results, slots);
  Py_DECREF(results);
  return stored;
}

bool PythonHost::store(const Step& step, PyObject* results, std::vector<Array>& slots) {
  if (results == Py_None && step.outputs.empty()) return true;
  bool sequence = PyList_Check(results) || PyTuple_Check(results);
  if (!sequence ||
      PySequence_Fast_GET_SIZE(results) < static_cast<Py_ssize_t>(step.outputs.size())) {
    PyErr_Format(PyExc_TypeError, "A plan step must return a list of %zu tensors, not %R.",
                 step.outputs.size(), results);
    return false;
  }
  PyObject** items = PySequence_Fast_ITEMS(results);
  for (size_t i = 0; i < step.outputs.size(); ++i) {
    if (step.outputs[i] < 0) continue;
    if (!is_tensor(items[i])) {
      PyErr_Format(PyExc_TypeError, "A plan step must return tensors, not %R.", items[i]);
      return false;
    }
    slots[step.outputs[i]] = array_of(items[i]);
  }
  return true;
}

class Plan {
 public:
  Plan(int slot_count, const std::vector<StepSpec>& steps, std::vector<int> inputs,
       std::vector<int> outputs, const std::vector<std::tuple<int, nb::object>>& constants)
      : inputs_(std::move(inputs)), outputs_(std::move(outputs)) {
    program_.slot_count = slot_count;
    check(inputs_);
    check(outputs_);
    for (const auto& [slot, tensor] : constants) {
      check({slot});
      if (!is_tensor(tensor.ptr())) throw nb::type_error("A plan's constants are eager tensors.");
      program_.constants.emplace_back(slot, array_of(tensor.ptr()));
    }
    for (const StepSpec& spec : steps) add(spec);
    program_.finish();
  }

  nb::object run(nb::handle tensors) const {
    if (!PyList_Check(tensors.ptr()) && !PyTuple_Check(tensors.ptr())) {
      throw nb::type_error("Plan.run takes a list of tensors.");
    }
    PyObject** items = PySequence_Fast_ITEMS(tensors.ptr());
    size_t count = static_cast<size_t>(PySequence_Fast_GET_SIZE(tensors.ptr()));
    if (count != inputs_.size()) throw nb::value_error("Plan.run got the wrong number of inputs.");
    std::vector<Array> slots(static_cast<size_t>(program_.slot_count));
    for (size_t i = 0; i < count; ++i) {
      if (!is_tensor(items[i])) throw nb::type_error("Plan.run takes eager tensors.");
      slots[inputs_[i]] = array_of(items[i]);
    }
    PythonHost host;
    bool done = program_.run(slots, host);
    host.acquire();
    if (!done) throw nb::python_error();
    return collect(slots);
  }

 private:
  void check(const std::vector<int>& slots, int lowest = 0) const {
    for (int slot : slots) {
      if (slot < lowest || slot >= program_.slot_count) {
        throw nb::value_error("A plan names a slot that it doesn't have.");
      }
    }
  }

  void add(const StepSpec& spec) {
    const auto& [name, inputs, outputs, attributes, fallback, frees] = spec;
    check(inputs);
    check(outputs, -1);
    check(frees);
    Step step;
    int handle = Registry::instance().find(name);
    if (handle >= 0) step.entry = &Registry::instance()[handle];
    step.inputs = inputs;
    step.outputs = outputs;
    step.frees = frees;
    step.host_data = fallback.ptr();
    if (!read_attributes(attributes.ptr(), &step.attributes)) throw nb::python_error();
    kept_alive_.push_back(attributes);
    kept_alive_.push_back(fallback);
    program_.steps.push_back(std::move(step));
  }

  nb::object collect(const std::vector<Array>& slots) const {
    nb::list results;
    for (int slot : outputs_) {
      if (!slots[slot]) throw nb::value_error("A plan's output was never computed.");
      results.append(nb::steal(make_tensor(slots[slot])));
    }
    return results;
  }

  Program program_;
  std::vector<int> inputs_;
  std::vector<int> outputs_;
  std::vector<nb::object> kept_alive_;
};

}  // namespace

void bind_plan(nb::module_& m) {
  nb::class_<Plan>(m, "Plan", nb::is_weak_referenceable())
      .def(nb::init<int, const std::vector<StepSpec>&, std::vector<int>, std::vector<int>,
                    const std::vector<std::tuple<int, nb::object>>&>(),
           nb::arg("num_slots"), nb::arg("steps"), nb::arg("inputs"), nb::arg("outputs"),
           nb::arg("constants") = nb::list())
      .def("run", &Plan::run, nb::arg("tensors"));
}

}  // namespace tb
