#include "plan.h"

#include <nanobind/stl/string.h>
#include <nanobind/stl/tuple.h>
#include <nanobind/stl/vector.h>

#include <memory>
#include <new>

#include "../executor.h"
#include "../heap.h"
#include "functions.h"
#include "tensor.h"

namespace nb = nanobind;

namespace tb {
namespace {

// Holds the GIL only while Python steps or small kernels run.
class PythonHost : public Host {
 public:
  ~PythonHost() override { acquire(); }

  void acquire() {
    if (state_) PyEval_RestoreThread(std::exchange(state_, nullptr));
  }
  void before_large_work() override {
    if (!state_) state_ = PyEval_SaveThread();
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

}  // namespace

Plan::Plan(int slot_count, nb::sequence steps, std::vector<int> inputs,
           std::vector<int> outputs, const std::vector<std::tuple<int, nb::object>>& constants) {
  program_.slot_count = slot_count;
  program_.inputs = std::move(inputs);
  program_.outputs = std::move(outputs);
  check(program_.inputs);
  check(program_.outputs);
  for (const auto& [slot, tensor] : constants) {
    check({slot});
    if (!is_tensor(tensor.ptr())) throw nb::type_error("A plan's constants are eager tensors.");
    program_.constants.emplace_back(slot, array_of(tensor.ptr()));
  }
  for (nb::handle spec : steps) add(nb::cast<nb::sequence>(spec));
  program_.finish();
}

nb::object Plan::profile(nb::handle tensors) const {
  std::vector<StepCost> costs(program_.steps.size());
  nb::object outputs = run_with(tensors, &costs);
  nb::list told;
  for (const StepCost& cost : costs) {
    told.append(nb::make_tuple(cost.runs, cost.nanoseconds, cost.bytes));
  }
  return nb::make_tuple(outputs, told);
}

void Plan::set_shapes(std::vector<int> open, nb::object find) {
  for (int index : open) {
    if (index < 0 || static_cast<size_t>(index) >= program_.inputs.size()) {
      throw nb::value_error("A plan names an input that it doesn't have.");
    }
  }
  open_ = std::move(open);
  find_ = std::move(find);
}

template <class ArrayAt>
nb::object Plan::find_shaped(ArrayAt array) const {
  if (open_.empty()) return {};
  for (const Shaped& each : shaped_) {
    size_t i = 0;
    while (i < open_.size() && each.dims[i] == array(open_[i]).dims()) ++i;
    if (i == open_.size()) return each.plan;
  }
  nb::object key = nb::steal(PyTuple_New(static_cast<Py_ssize_t>(open_.size())));
  std::vector<Dims> dims;
  for (size_t i = 0; i < open_.size(); ++i) {
    dims.push_back(array(open_[i]).dims());
    PyObject* shape = shape_tuple(dims.back());
    if (!shape) throw nb::python_error();
    PyTuple_SET_ITEM(key.ptr(), static_cast<Py_ssize_t>(i), shape);
  }
  nb::object found = find_(key);
  if (found.is_none()) return {};
  const Plan& plan = nb::cast<const Plan&>(found);
  if (plan.input_count() != input_count() || plan.output_count() != output_count()) {
    throw nb::value_error("A plan for certain shapes has other inputs or outputs.");
  }
  shaped_.push_back({std::move(dims), found});
  return found;
}

PyObject** Plan::items_of(nb::handle tensors) const {
  if (!PyList_Check(tensors.ptr()) && !PyTuple_Check(tensors.ptr())) {
    throw nb::type_error("Plan.run takes a list of tensors.");
  }
  PyObject** items = PySequence_Fast_ITEMS(tensors.ptr());
  size_t count = static_cast<size_t>(PySequence_Fast_GET_SIZE(tensors.ptr()));
  if (count != program_.inputs.size()) {
    throw nb::value_error("Plan.run got the wrong number of inputs.");
  }
  for (size_t i = 0; i < count; ++i) {
    if (!is_tensor(items[i])) throw nb::type_error("Plan.run takes eager tensors.");
  }
  return items;
}

nb::object Plan::run_shaped(nb::handle tensors) const {
  PyObject** items = items_of(tensors);
  nb::object plan = find_shaped([&](int i) -> const Array& { return array_of(items[i]); });
  return plan ? nb::inst_ptr<Plan>(plan)->run(tensors) : run(tensors);
}

nb::object Plan::run_with(nb::handle tensors, std::vector<StepCost>* costs) const {
  PyObject** items = items_of(tensors);
  auto frame = program_.take_frame();
  frame->costs = costs;
  for (size_t i = 0; i < input_count(); ++i) {
    frame->slots[program_.inputs[i]] = array_of(items[i]);
  }
  execute(*frame);
  nb::object results = nb::steal(PyList_New(static_cast<Py_ssize_t>(output_count())));
  for (size_t i = 0; i < output_count(); ++i) {
    PyObject* tensor = make_tensor(output(*frame, i));
    if (!tensor) throw nb::python_error();
    PyList_SET_ITEM(results.ptr(), static_cast<Py_ssize_t>(i), tensor);
  }
  program_.give_back(std::move(frame));
  return results;
}

void Plan::run_shaped(Array* values, Array* results) const {
  nb::object shaped = find_shaped([&](int i) -> const Array& { return values[i]; });
  const Plan& plan = shaped ? *nb::inst_ptr<Plan>(shaped) : *this;
  auto frame = plan.program_.take_frame();
  for (size_t i = 0; i < input_count(); ++i) {
    frame->slots[plan.program_.inputs[i]] = std::move(values[i]);
  }
  plan.execute(*frame);
  for (size_t i = 0; i < output_count(); ++i) results[i] = plan.output(*frame, i);
  plan.program_.give_back(std::move(frame));
}

void Plan::execute(Frame& frame) const {
  PythonHost host;
  bool done = program_.run(frame, host);
  host.acquire();
  if (!done) throw nb::python_error();
}

Array Plan::output(Frame& frame, size_t i) const {
  Array value = program_.take_output(frame, i);
  if (!value) throw nb::value_error("A plan's output was never computed.");
  return value;
}

int Plan::traverse(visitproc visit, void* arg) const {
  for (const nb::object& each : kept_alive_) Py_VISIT(each.ptr());
  for (const Shaped& each : shaped_) Py_VISIT(each.plan.ptr());
  Py_VISIT(find_.ptr());
  return 0;
}

void Plan::forget_shapes() {
  open_.clear();  // first: what dies below may run Python
  auto dying = std::exchange(shaped_, {});
  nb::object finder = std::exchange(find_, {});
}

void Plan::check(const std::vector<int>& slots, int lowest) const {
  for (int slot : slots) {
    if (slot < lowest || slot >= program_.slot_count) {
      throw nb::value_error("A plan names a slot that it doesn't have.");
    }
  }
}

void Plan::add(nb::sequence spec) {
  size_t length = nb::len(spec);
  if (length != 6 && length != 8) throw nb::value_error("A plan's step has 6 or 8 parts.");
  Step step;
  int handle = Registry::instance().find(nb::cast<std::string>(spec[0]));
  if (handle >= 0) step.entry = &Registry::instance()[handle];
  step.inputs = nb::cast<std::vector<int>>(spec[1]);
  step.outputs = nb::cast<std::vector<int>>(spec[2]);
  step.frees = nb::cast<std::vector<int>>(spec[5]);
  check(step.inputs);
  check(step.outputs, -1);
  check(step.frees);
  nb::object attributes = spec[3], fallback = spec[4];
  step.host_data = fallback.ptr();
  if (!read_attributes(attributes.ptr(), &step.attributes)) throw nb::python_error();
  kept_alive_.push_back(attributes);
  kept_alive_.push_back(fallback);
  if (length == 8) add_programs(&step, nb::cast<std::string>(spec[6]), spec[7]);
  program_.steps.push_back(std::move(step));
}

void Plan::add_programs(Step* step, const std::string& kind, nb::object plans) {
  step->kind = kind == "loop" ? StepKind::kLoop : StepKind::kBranches;
  for (nb::handle each : plans) {
    step->programs.push_back(&nb::cast<const Plan&>(each).program_);
  }
  kept_alive_.push_back(plans);
  // A branch isn't given the input that chooses it.
  size_t given = step->inputs.size() - (step->kind == StepKind::kLoop ? 0 : 1);
  bool fits = kind == "loop" ? step->programs.size() == 2 : kind == "branches";
  for (size_t i = 0; i < step->programs.size(); ++i) {
    size_t least = step->outputs.size();
    if (kind == "loop") least = i == 0 ? 1 : given;
    fits = fits && step->programs[i]->inputs.size() == given &&
           step->programs[i]->outputs.size() >= least;
  }
  if (!fits || step->programs.empty()) {
    throw nb::value_error("The plans inside a step don't fit its inputs and outputs.");
  }
}

namespace {

int traverse_plan(PyObject* self, visitproc visit, void* arg) {
  Py_VISIT(Py_TYPE(self));
  return nb::inst_ready(self) ? nb::inst_ptr<Plan>(self)->traverse(visit, arg) : 0;
}

int clear_plan(PyObject* self) {
  if (nb::inst_ready(self)) nb::inst_ptr<Plan>(self)->forget_shapes();
  return 0;
}

PyType_Slot plan_slots[] = {
    {Py_tp_traverse, reinterpret_cast<void*>(traverse_plan)},
    {Py_tp_clear, reinterpret_cast<void*>(clear_plan)},
    {0, nullptr},
};

nb::dict stats() {
  ExecutorStats stats = executor_stats();
  nb::dict result;
  result["runs"] = stats.runs;
  result["steps"] = stats.steps;
  result["fallbacks"] = stats.fallbacks;
  result["frames"] = stats.frames;
  result["heap_allocations"] = heap_allocations();
  return result;
}

}  // namespace

void bind_plan(nb::module_& m) {
  nb::class_<Plan>(m, "Plan", nb::is_weak_referenceable(), nb::type_slots(plan_slots))
      .def(nb::init<int, nb::sequence, std::vector<int>, std::vector<int>,
                    const std::vector<std::tuple<int, nb::object>>&>(),
           nb::arg("num_slots"), nb::arg("steps"), nb::arg("inputs"), nb::arg("outputs"),
           nb::arg("constants") = nb::list())
      .def("run", &Plan::run, nb::arg("tensors"))
      .def("set_shapes", &Plan::set_shapes, nb::arg("open"), nb::arg("find"))
      .def("run_shaped", nb::overload_cast<nb::handle>(&Plan::run_shaped, nb::const_),
           nb::arg("tensors"))
      .def("profile", &Plan::profile, nb::arg("tensors"));
  m.def("executor_stats", stats);
}

}  // namespace tb
