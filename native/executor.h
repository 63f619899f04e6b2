// Runs the steps of a compiled graph over a table of slots. Knows nothing of Python: a Host
// runs the steps that have no kernel.
#pragma once

#include <vector>

#include "array.h"
#include "attributes.h"
#include "registry.h"

namespace tb {

struct Step {
  const OpEntry* entry = nullptr;  // null where no kernel has that name
  std::vector<int> inputs;
  std::vector<int> outputs;  // -1 for an output that nobody reads
  std::vector<int> frees;    // slots whose last reader is this step
  Attributes attributes;
  uint64_t dying_inputs = 0;
  void* host_data = nullptr;
};

class Host {
 public:
  virtual ~Host() = default;
  // Called before a kernel that reads `work` elements.
  virtual void before_kernel(int64_t work) = 0;
  // Runs a step without a kernel; false with the host's error set.
  virtual bool fallback(const Step& step, std::vector<Array>& slots) = 0;
};

struct Program {
  int slot_count = 0;
  std::vector<Step> steps;
  std::vector<std::pair<int, Array>> constants;

  // Finds kernels, and which inputs each step may overwrite.
  void finish();
  // False where the host failed; throws std::bad_alloc.
  bool run(std::vector<Array>& slots, Host& host) const;
};

}  // namespace tb
