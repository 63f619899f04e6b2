#include "executor.h"

#include <algorithm>
#include <new>

namespace tb {
namespace {

constexpr size_t kInlineInputs = 32;

// False: the kernel doesn't handle these inputs.
bool run_native(const Step& step, std::vector<Array>& slots, Host& host) {
  if (!step.entry) return false;
  const Array* inline_inputs[kInlineInputs];
  std::vector<const Array*> many;
  const Array** inputs = inline_inputs;
  if (step.inputs.size() > kInlineInputs) {
    many.resize(step.inputs.size());
    inputs = many.data();
  }
  int64_t work = 0;
  for (size_t i = 0; i < step.inputs.size(); ++i) {
    inputs[i] = &slots[step.inputs[i]];
    work += inputs[i]->size();
  }
  int count = static_cast<int>(step.inputs.size());
  Kernel kernel = step.entry->select(inputs, count);
  if (!kernel) return false;
  host.before_kernel(work);
  KernelContext context(inputs, count, step.attributes, step.dying_inputs);
  try {
    if (!kernel(context)) return false;
  } catch (const std::bad_alloc&) {
    return false;  // the host says what is too large
  }
  auto& outputs = context.outputs();
  size_t n = std::min(outputs.size(), step.outputs.size());
  for (size_t i = 0; i < n; ++i) {
    if (step.outputs[i] >= 0) slots[step.outputs[i]] = std::move(outputs[i]);
  }
  return true;
}

}  // namespace

void Program::finish() {
  for (Step& step : steps) {
    step.dying_inputs = 0;
    for (size_t i = 0; i < step.inputs.size() && i < 64; ++i) {
      bool dies =
          std::find(step.frees.begin(), step.frees.end(), step.inputs[i]) != step.frees.end();
      if (dies) step.dying_inputs |= uint64_t{1} << i;
    }
  }
}

bool Program::run(std::vector<Array>& slots, Host& host) const {
  for (const auto& [slot, array] : constants) slots[slot] = array;
  for (const Step& step : steps) {
    if (!run_native(step, slots, host) && !host.fallback(step, slots)) return false;
    for (int slot : step.frees) slots[slot] = Array();
  }
  return true;
}

}  // namespace tb
