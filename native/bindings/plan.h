// Compiled graphs, as Python sees them.
#pragma once

#include <nanobind/nanobind.h>

#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "../executor.h"

namespace tb {

class Plan {
 public:
  // A step: the op's name, the slots of inputs and outputs, attributes, what runs it where no
  // kernel does, the slots that it frees; and perhaps a kind with the plans that it runs.
  Plan(int slot_count, nanobind::sequence steps, std::vector<int> inputs,
       std::vector<int> outputs,
       const std::vector<std::tuple<int, nanobind::object>>& constants);

  nanobind::object run(nanobind::handle tensors) const { return run_with(tensors, nullptr); }
  // The outputs, and for each step: runs, nanoseconds, bytes.
  nanobind::object profile(nanobind::handle tensors) const;

  // `run_shaped` takes the plan that `find` gives for the shapes of the inputs at `open`, or
  // this one for as long as it gives None.
  void set_shapes(std::vector<int> open, nanobind::object find);
  nanobind::object run_shaped(nanobind::handle tensors) const;

  size_t input_count() const { return program_.inputs.size(); }
  size_t output_count() const { return program_.outputs.size(); }
  // The same without lists: moves the inputs out of `values` and the outputs into `results`.
  void run_shaped(Array* values, Array* results) const;

  // For the collector of cycles.
  int traverse(visitproc visit, void* arg) const;
  void forget_shapes();

 private:
  struct Shaped {
    std::vector<Dims> dims;
    nanobind::object plan;
  };

  nanobind::object run_with(nanobind::handle tensors, std::vector<StepCost>* costs) const;
  PyObject** items_of(nanobind::handle tensors) const;
  // The plan for the shapes of the given arrays; `array(i)` is the i-th.
  template <class ArrayAt>
  nanobind::object find_shaped(ArrayAt array) const;
  void execute(Frame& frame) const;
  Array output(Frame& frame, size_t i) const;
  void check(const std::vector<int>& slots, int lowest = 0) const;
  void add(nanobind::sequence spec);
  void add_programs(Step* step, const std::string& kind, nanobind::object plans);

  Program program_;
  std::vector<nanobind::object> kept_alive_;
  std::vector<int> open_;
  nanobind::object find_;
  mutable std::vector<Shaped> shaped_;
};

void bind_plan(nanobind::module_& m);

}  // namespace tb
