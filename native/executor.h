// Runs the steps of a compiled graph over a table of slots. Knows nothing of Python: a Host
// runs the steps that have no kernel.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include "array.h"
#include "attributes.h"
#include "registry.h"

namespace tb {

class Program;

// What a step runs: a kernel, `body` while `condition` holds, or one of several branches.
enum class StepKind : uint8_t { kKernel, kLoop, kBranches };

struct Step {
  const OpEntry* entry = nullptr;  // null where no kernel has that name
  std::vector<int> inputs;
  std::vector<int> outputs;  // -1 for an output that nobody reads
  std::vector<int> frees;    // slots whose last reader is this step
  Attributes attributes;
  uint64_t dying_inputs = 0;
  void* host_data = nullptr;
  StepKind kind = StepKind::kKernel;
  std::vector<const Program*> programs;  // condition and body, or the branches
};

class Host {
 public:
  virtual ~Host() = default;
  // Called before work that other threads of the host needn't wait for.
  virtual void before_large_work() = 0;
  // Runs a step without a kernel; false with the host's error set.
  virtual bool fallback(const Step& step, std::vector<Array>& slots) = 0;
};

struct StepCost {
  int64_t runs = 0;
  int64_t nanoseconds = 0;
  int64_t bytes = 0;  // of the inputs read and the outputs made
};

// Of all programs of the process.
struct ExecutorStats {
  int64_t runs;
  int64_t steps;
  int64_t fallbacks;
  int64_t frames;  // tables of slots that had to be made
};
ExecutorStats executor_stats();

// The values of one run. The tables are kept for the next one, constants and all.
struct Frame {
  std::vector<Array> slots;
  std::vector<const Array*> inputs;  // of all steps, one after the other
  std::vector<Array*> outputs;
  std::vector<StepCost>* costs = nullptr;
};

class Program {
 public:
  int slot_count = 0;
  std::vector<Step> steps;
  std::vector<int> inputs;
  std::vector<int> outputs;
  std::vector<std::pair<int, Array>> constants;

  Program() = default;
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;
  ~Program();

  // Finds which inputs each step may overwrite, and where its values lie.
  void finish();

  std::unique_ptr<Frame> take_frame() const;
  void give_back(std::unique_ptr<Frame> frame) const;

  // The caller fills the slots of the inputs first, and takes the outputs out afterwards.
  // False where the host failed; throws std::bad_alloc.
  bool run(Frame& frame, Host& host) const;
  bool reads_input(size_t i) const { return input_is_read_[i]; }
  // The i-th output, moved out of its slot where nobody else needs it there.
  Array take_output(Frame& frame, size_t i) const;

 private:
  bool run_step(const Step& step, size_t index, Frame& frame, Host& host) const;
  void reset(Frame& frame) const;

  std::vector<size_t> first_input_;   // of each step in Frame::inputs
  std::vector<size_t> first_output_;  // of each step in Frame::outputs
  std::vector<uint8_t> input_is_read_;
  std::vector<uint8_t> output_moves_;
  int frame_slots_ = 0;
  mutable std::atomic<Frame*> idle_{nullptr};
};

}  // namespace tb
