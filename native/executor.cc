#include "executor.h"

#include <algorithm>
#include <chrono>
#include <new>
#include <utility>

namespace tb {
namespace {

// Elements from which other threads of the host gain more than letting them in costs.
constexpr int64_t kLargeWork = 16 * 1024;

std::atomic<int64_t> total_runs{0}, total_steps{0}, total_fallbacks{0}, total_frames{0};

// Takes a frame for a scope.
class FrameLoan {
 public:
  explicit FrameLoan(const Program& program) : program_(program), frame_(program.take_frame()) {}
  ~FrameLoan() { program_.give_back(std::move(frame_)); }
  FrameLoan(const FrameLoan&) = delete;
  FrameLoan& operator=(const FrameLoan&) = delete;
  Frame& operator*() const { return *frame_; }

 private:
  const Program& program_;
  std::unique_ptr<Frame> frame_;
};

void fill_inputs(const Program& program, Frame& frame, const Array* const* values) {
  for (size_t i = 0; i < program.inputs.size(); ++i) {
    if (program.reads_input(i)) frame.slots[program.inputs[i]] = *values[i];
  }
}

enum class Outcome { kDone, kUnable, kFailed };

Outcome run_loop(const Step& step, const Array* const* inputs, Array* const* outputs,
                 Host& host) {
  const Program &condition = *step.programs[0], &body = *step.programs[1];
  size_t count = step.inputs.size();
  FrameLoan condition_frame(condition), body_frame(body);
  List<Array> values(count);
  List<const Array*> places(count);
  for (size_t i = 0; i < count; ++i) {
    values[i] = *inputs[i];
    places[i] = &values[i];
  }
  host.before_large_work();
  while (true) {
    fill_inputs(condition, *condition_frame, places.data());
    if (!condition.run(*condition_frame, host)) return Outcome::kFailed;
    Array going = condition.take_output(*condition_frame, 0);
    if (going.dtype() != DType::kBool || going.size() != 1) return Outcome::kUnable;
    if (!*going.data<bool>()) break;
    for (size_t i = 0; i < count; ++i) {
      (*body_frame).slots[body.inputs[i]] = std::move(values[i]);
    }
    if (!body.run(*body_frame, host)) return Outcome::kFailed;
    for (size_t i = 0; i < count; ++i) values[i] = body.take_output(*body_frame, i);
  }
  for (size_t i = 0; i < step.outputs.size(); ++i) *outputs[i] = std::move(values[i]);
  return Outcome::kDone;
}

// Input 0 is the number of the branch, or a truth value where there are two.
bool choose_branch(const Array& chooser, size_t count, size_t* branch) {
  if (chooser.size() != 1) return false;
  if (chooser.dtype() == DType::kBool) return *branch = *chooser.data<bool>() ? 0 : 1, true;
  if (chooser.dtype() != DType::kInt32) return false;
  int32_t index = *chooser.data<int32_t>();
  bool within = index >= 0 && static_cast<size_t>(index) < count;
  return *branch = within ? static_cast<size_t>(index) : count - 1, true;
}

Outcome run_branch(const Step& step, const Array* const* inputs, Array* const* outputs,
                   Host& host) {
  size_t branch;
  if (!choose_branch(*inputs[0], step.programs.size(), &branch)) return Outcome::kUnable;
  const Program& program = *step.programs[branch];
  FrameLoan frame(program);
  fill_inputs(program, *frame, inputs + 1);
  if (!program.run(*frame, host)) return Outcome::kFailed;
  for (size_t i = 0; i < step.outputs.size(); ++i) {
    *outputs[i] = program.take_output(*frame, i);
  }
  return Outcome::kDone;
}

Outcome run_kernel(const Step& step, const Array* const* inputs, Array* const* outputs,
                   Host& host) {
  if (!step.entry) return Outcome::kUnable;
  int count = static_cast<int>(step.inputs.size());
  Kernel kernel = step.entry->select(inputs, count);
  if (!kernel) return Outcome::kUnable;
  int64_t work = 0;
  for (int i = 0; i < count; ++i) work += inputs[i]->size();
  if (work >= kLargeWork) host.before_large_work();
  Outputs places(outputs, static_cast<int>(step.outputs.size()));
  KernelContext context(inputs, count, step.attributes, places, step.dying_inputs);
  try {
    return kernel(context) ? Outcome::kDone : Outcome::kUnable;
  } catch (const std::bad_alloc&) {
    return Outcome::kUnable;  // the host says what is too large
  }
}

int64_t bytes_of(const Array* const* arrays, size_t count) {
  int64_t bytes = 0;
  for (size_t i = 0; i < count; ++i) bytes += static_cast<int64_t>(arrays[i]->bytes());
  return bytes;
}

}  // namespace

ExecutorStats executor_stats() {
  return {total_runs.load(), total_steps.load(), total_fallbacks.load(), total_frames.load()};
}

Program::~Program() { delete idle_.load(); }

void Program::finish() {
  frame_slots_ = slot_count;
  std::vector<uint8_t> read(static_cast<size_t>(slot_count), 0);
  size_t input_count = 0, output_count = 0;
  for (Step& step : steps) {
    first_input_.push_back(input_count);
    first_output_.push_back(output_count);
    input_count += step.inputs.size();
    output_count += step.outputs.size();
    step.dying_inputs = 0;
    for (size_t i = 0; i < step.inputs.size(); ++i) {
      read[step.inputs[i]] = 1;
      bool dies =
          std::find(step.frees.begin(), step.frees.end(), step.inputs[i]) != step.frees.end();
      if (dies && i < 64) step.dying_inputs |= uint64_t{1} << i;
    }
    for (int& slot : step.outputs) {
      if (slot >= 0) continue;
      // Each needs a place of its own: the kernel fills all of them.
      slot = frame_slots_++;
      step.frees.push_back(slot);
    }
  }
  for (int slot : outputs) read[slot] = 1;
  for (int slot : inputs) input_is_read_.push_back(read[slot]);
  for (size_t i = 0; i < outputs.size(); ++i) {
    bool again = std::find(outputs.begin() + i + 1, outputs.end(), outputs[i]) != outputs.end();
    bool constant = std::any_of(constants.begin(), constants.end(),
                                [&](const auto& each) { return each.first == outputs[i]; });
    output_moves_.push_back(!again && !constant);
  }
}

std::unique_ptr<Frame> Program::take_frame() const {
  if (Frame* kept = idle_.exchange(nullptr, std::memory_order_acquire)) {
    return std::unique_ptr<Frame>(kept);
  }
  total_frames.fetch_add(1, std::memory_order_relaxed);
  auto frame = std::make_unique<Frame>();
  frame->slots.resize(static_cast<size_t>(frame_slots_));
  for (const Step& step : steps) {
    for (int slot : step.inputs) frame->inputs.push_back(&frame->slots[slot]);
    for (int slot : step.outputs) frame->outputs.push_back(&frame->slots[slot]);
  }
  for (const auto& [slot, array] : constants) frame->slots[slot] = array;
  return frame;
}

void Program::give_back(std::unique_ptr<Frame> frame) const {
  frame->costs = nullptr;
  for (int slot : inputs) frame->slots[slot].clear();
  for (int slot : outputs) frame->slots[slot].clear();
  for (const auto& [slot, array] : constants) {
    // Only what was an input or output as well has to be put back.
    if (!frame->slots[slot]) frame->slots[slot] = array;
  }
  delete idle_.exchange(frame.release(), std::memory_order_acq_rel);
}

void Program::reset(Frame& frame) const {
  for (Array& slot : frame.slots) slot = Array();
  for (const auto& [slot, array] : constants) frame.slots[slot] = array;
}

Array Program::take_output(Frame& frame, size_t i) const {
  Array& slot = frame.slots[outputs[i]];
  return output_moves_[i] ? std::move(slot) : slot;
}

bool Program::run_step(const Step& step, size_t index, Frame& frame, Host& host) const {
  const Array* const* step_inputs = frame.inputs.data() + first_input_[index];
  Array* const* step_outputs = frame.outputs.data() + first_output_[index];
  Outcome outcome;
  switch (step.kind) {
    case StepKind::kLoop: outcome = run_loop(step, step_inputs, step_outputs, host); break;
    case StepKind::kBranches: outcome = run_branch(step, step_inputs, step_outputs, host); break;
    default: outcome = run_kernel(step, step_inputs, step_outputs, host);
  }
  if (outcome == Outcome::kDone) return true;
  if (outcome == Outcome::kFailed) return false;
  total_fallbacks.fetch_add(1, std::memory_order_relaxed);
  return host.fallback(step, frame.slots);
}

bool Program::run(Frame& frame, Host& host) const {
  for (size_t i = 0; i < steps.size(); ++i) {
    const Step& step = steps[i];
    using Clock = std::chrono::steady_clock;
    auto begin = frame.costs ? Clock::now() : Clock::time_point();
    if (!run_step(step, i, frame, host)) {
      reset(frame);
      return false;
    }
    if (frame.costs) {
      StepCost& cost = (*frame.costs)[i];
      cost.nanoseconds += std::chrono::nanoseconds(Clock::now() - begin).count();
      cost.runs += 1;
      cost.bytes = bytes_of(frame.inputs.data() + first_input_[i], step.inputs.size()) +
                   bytes_of(frame.outputs.data() + first_output_[i], step.outputs.size());
    }
    for (int slot : step.frees) frame.slots[slot].clear();
  }
  total_runs.fetch_add(1, std::memory_order_relaxed);
  total_steps.fetch_add(static_cast<int64_t>(steps.size()), std::memory_order_relaxed);
  return true;
}

}  // namespace tb
